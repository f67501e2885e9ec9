package dev.flywheel.pipeline.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What CEL compiles and nobody can mean, as it never has a value or is not what it looks like.
final class Traps {

    /// Literals come first, so that a comment is found outside of them.
    private static final Pattern LITERAL_OR_COMMENT =
            Pattern.compile(
                    """
                    [rR]\"""(?s:.*?)\"""|[rR]'''(?s:.*?)'''|[rR]"[^"\\n]*"|[rR]'[^'\\n]*'\
                    |\"""(?s:(?:\\\\.|[^\\\\])*?)\"""|'''(?s:(?:\\\\.|[^\\\\])*?)'''\
                    |"(?:\\\\.|[^"\\\\\\n])*"|'(?:\\\\.|[^'\\\\\\n])*'\
                    |(//)\
                    """);

    private static final Set<String> DIVISIONS = Set.of("_/_", "_%_");

    private Traps() {}

    /// @param text of an expression
    static void checkComment(String text) throws CelMistakeException {
        Matcher matcher = LITERAL_OR_COMMENT.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                throw new CelMistakeException("// begins a comment, divide with /");
            }
        }
    }

    static void checkRegularExpressions(CelAbstractSyntaxTree tree) throws CelMistakeException {
        List<CelExpr> matches =
                calls(tree)
                        .filter(each -> each.call().function().equals("matches"))
                        .map(each -> each.call().args().getLast())
                        .toList();
        for (CelExpr form : matches) {
            if (form.getKind() == Kind.CONSTANT) {
                checkRegularExpression(form.constant().stringValue());
            }
        }
    }

    static boolean dividesByZero(CelAbstractSyntaxTree tree) {
        return calls(tree)
                .filter(each -> DIVISIONS.contains(each.call().function()))
                .anyMatch(each -> isZero(each.call().args().getLast()));
    }

    private static Stream<CelExpr> calls(CelAbstractSyntaxTree tree) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(node -> node.expr())
                .filter(each -> each.getKind() == Kind.CALL);
    }

    private static boolean isZero(CelExpr expression) {
        if (expression.getKind() != Kind.CONSTANT) {
            return false;
        }
        CelConstant constant = expression.constant();
        return switch (constant.getKind()) {
            case INT64_VALUE -> constant.int64Value() == 0;
            case DOUBLE_VALUE -> constant.doubleValue() == 0;
            default -> false;
        };
    }

    /// By the library's own limits.
    private static void checkRegularExpression(String form) throws CelMistakeException {
        try {
            Pattern.compile(form);
            CelExpression.compile("''.matches(form)", Map.of("form", ValueType.CATEGORY))
                    .evaluate(_ -> form);
        } catch (PatternSyntaxException e) {
            throw noRegularExpression(form, e.getDescription());
        } catch (CelFailedException _) {
            throw noRegularExpression(form, "it is too large");
        }
    }

    private static CelMistakeException noRegularExpression(String form, String fault) {
        return new CelMistakeException(
                "the regular expression '%s' can't be read (%s)".formatted(form, fault));
    }
}
