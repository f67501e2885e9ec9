package dev.flywheel.pipeline.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.navigation.CelNavigableMutableAst;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes decimals of the whole numbers that an expression compares, chooses or lists, as every
/// number of a pipeline is one: CEL itself refuses `pages == 3`, `pages in [1, 2]` and `pages > 3 ?
/// pages : 0`.
final class Decimals {

    /// What gives whole numbers, beside which a whole number stays one.
    private static final Set<String> WHOLE = Set.of("size", "indexOf", "lastIndexOf", "int");

    private static final Set<String> ARITHMETIC = Set.of("_+_", "_-_", "_*_", "_/_", "_%_");

    private Decimals() {}

    /// @param parsed not checked yet
    static CelAbstractSyntaxTree in(CelAbstractSyntaxTree parsed) {
        CelMutableAst tree = CelMutableAst.fromCelAst(parsed);
        List<CelMutableExpr> all =
                CelNavigableMutableAst.fromAst(tree)
                        .getRoot()
                        .allNodes()
                        .map(node -> node.expr())
                        .toList();
        Set<Long> listsOfWholes = new HashSet<>();
        for (CelMutableExpr expression : all) {
            if (expression.getKind() == Kind.CALL) {
                inCall(expression, listsOfWholes);
            }
        }
        all.stream()
                .filter(expression -> expression.getKind() == Kind.LIST)
                .filter(expression -> !listsOfWholes.contains(expression.id()))
                .forEach(Decimals::decimal);
        // The tree's own source has lost where everything stood.
        return CelAbstractSyntaxTree.newParsedAst(tree.toParsedAst().getExpr(), parsed.getSource());
    }

    private static void inCall(CelMutableExpr expression, Set<Long> listsOfWholes) {
        List<CelMutableExpr> operands = expression.call().args();
        switch (expression.call().function()) {
            case "_==_", "_!=_" -> alike(operands.get(0), operands.get(1));
            case "@in" -> {
                if (isWhole(operands.get(0))) {
                    listsOfWholes.add(operands.get(1).id());
                } else {
                    decimal(operands.get(0));
                }
            }
            case "_?_:_" -> alike(operands.get(1), operands.get(2));
            default -> {
                // Comparisons and arithmetic take a decimal and a whole number.
            }
        }
    }

    private static void alike(CelMutableExpr one, CelMutableExpr other) {
        if (!isWhole(one) && !isWhole(other)) {
            decimal(one);
            decimal(other);
        }
    }

    private static void decimal(CelMutableExpr expression) {
        if (isWholeNumber(expression)) {
            expression.setConstant(
                    CelConstant.ofValue((double) expression.constant().int64Value()));
        } else if (expression.getKind() == Kind.LIST) {
            expression.list().elements().forEach(Decimals::decimal);
        } else if (expression.getKind() == Kind.CALL && expression.call().function().equals("-_")) {
            expression.call().args().forEach(Decimals::decimal);
        }
    }

    private static boolean isWhole(CelMutableExpr expression) {
        if (expression.getKind() != Kind.CALL) {
            return false;
        }
        List<CelMutableExpr> operands = expression.call().args();
        return WHOLE.contains(expression.call().function())
                || (ARITHMETIC.contains(expression.call().function())
                        && operands.stream().anyMatch(Decimals::isWhole)
                        && operands.stream()
                                .allMatch(each -> isWhole(each) || isWholeNumber(each)));
    }

    private static boolean isWholeNumber(CelMutableExpr expression) {
        return expression.getKind() == Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE;
    }
}
