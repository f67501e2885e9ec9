package dev.flywheel.pipeline.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes plain Java of an expression of numbers, texts, arithmetic, comparisons and conditions.
final class PlainCompiler {

    /// The greatest whole number up to which doubles have all.
    private static final long EXACT = 1L << 53;

    private static final Map<String, DoubleBinaryOperator> ARITHMETIC =
            Map.of(
                    "_+_", (a, b) -> a + b,
                    "_-_", (a, b) -> a - b,
                    "_*_", (a, b) -> a * b,
                    "_/_", (a, b) -> a / b);

    private static final Map<String, DoubleUnaryOperator> UNARY =
            Map.of("-_", a -> -a, "ln", StrictMath::log, "exp", StrictMath::exp);

    private static final Map<String, Plain.Comparison> COMPARISONS =
            Map.of(
                    "_<_", (a, b) -> a < b,
                    "_<=_", (a, b) -> a <= b,
                    "_>_", (a, b) -> a > b,
                    "_>=_", (a, b) -> a >= b);

    /// With a whole number the library compares by [Double#compare], where -0.0 is less than 0 and
    /// NaN is the greatest.
    private static final Map<String, Plain.Comparison> COMPARISONS_WITH_WHOLE =
            Map.of(
                    "_<_", (a, b) -> Double.compare(a, b) < 0,
                    "_<=_", (a, b) -> Double.compare(a, b) <= 0,
                    "_>_", (a, b) -> Double.compare(a, b) > 0,
                    "_>=_", (a, b) -> Double.compare(a, b) >= 0);

    private final Map<String, ValueType> types;
    private final Map<String, Integer> positions;

    private PlainCompiler(Map<String, ValueType> types, Map<String, Integer> positions) {
        this.types = types;
        this.positions = positions;
    }

    /// Null if it has anything else.
    ///
    /// @param tree checked
    static @Nullable Plain compile(
            CelAbstractSyntaxTree tree,
            Map<String, ValueType> types,
            Map<String, Integer> positions) {
        return new PlainCompiler(types, positions).compile(tree.getExpr());
    }

    private @Nullable Plain compile(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case IDENT -> named(expression.ident().name());
            case CALL -> call(expression.call());
            default -> null;
        };
    }

    private static @Nullable Plain constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case DOUBLE_VALUE -> new Plain.Constant(constant.doubleValue(), false);
            case INT64_VALUE ->
                    Math.abs(constant.int64Value()) > EXACT
                            ? null
                            : new Plain.Constant(constant.int64Value(), true);
            case STRING_VALUE -> new Plain.ConstantText(constant.stringValue());
            default -> null;
        };
    }

    private @Nullable Plain named(String name) {
        Integer position = positions.get(name);
        ValueType type = types.get(name);
        if (position == null || type == null) {
            return null;
        }
        return switch (type) {
            case NUMBER, INTEGER -> new Plain.NumberAt(position);
            case CATEGORY -> new Plain.TextAt(position);
            case BOOLEAN -> null;
        };
    }

    private @Nullable Plain call(CelExpr.CelCall call) {
        List<CelExpr> operands = call.args();
        if (call.target().isPresent()) {
            return null;
        }
        return switch (operands.size()) {
            case 1 -> call(call.function(), compile(operands.getFirst()));
            case 2 -> call(call.function(), operands.getFirst(), operands.getLast());
            case 3 -> choice(call.function(), operands);
            default -> null;
        };
    }

    private static @Nullable Plain call(String function, @Nullable Plain operand) {
        DoubleUnaryOperator unary = UNARY.get(function);
        if (unary != null && operand instanceof Plain.Numeric number && !isWhole(number)) {
            return new Plain.Unary(unary, number);
        }
        return function.equals("!_") && operand instanceof Plain.Truth truth
                ? new Plain.Not(truth)
                : null;
    }

    private @Nullable Plain call(String function, CelExpr one, CelExpr other) {
        return switch (function) {
            case "_==_" -> equal(one, other);
            case "_!=_" ->
                    equal(one, other) instanceof Plain.Truth same ? new Plain.Not(same) : null;
            default -> call(function, compile(one), compile(other));
        };
    }

    private static @Nullable Plain call(
            String function, @Nullable Plain one, @Nullable Plain other) {
        if (one instanceof Plain.Truth first && other instanceof Plain.Truth second) {
            return switch (function) {
                case "_&&_" -> new Plain.And(first, second);
                case "_||_" -> new Plain.Or(first, second);
                default -> null;
            };
        }
        if (one instanceof Plain.Numeric first && other instanceof Plain.Numeric second) {
            return isWhole(first) && isWhole(second) ? null : numeric(function, first, second);
        }
        return null;
    }

    private static @Nullable Plain numeric(
            String function, Plain.Numeric one, Plain.Numeric other) {
        DoubleBinaryOperator arithmetic = ARITHMETIC.get(function);
        if (arithmetic != null) {
            return new Plain.Binary(arithmetic, one, other);
        }
        boolean withWhole = isWhole(one) || isWhole(other);
        Plain.Comparison comparison =
                (withWhole ? COMPARISONS_WITH_WHOLE : COMPARISONS).get(function);
        if (comparison != null) {
            return new Plain.Compare(comparison, one, other);
        }
        return function.equals("coalesce") ? new Plain.Coalesce(one, other) : null;
    }

    private @Nullable Plain equal(CelExpr one, CelExpr other) {
        if (isNull(one) || isNull(other)) {
            return switch (compile(isNull(one) ? other : one)) {
                case Plain.Numeric number -> new Plain.NumberMissing(number);
                case Plain.Text text -> new Plain.TextMissing(text);
                case null, default -> null;
            };
        }
        Plain first = compile(one);
        Plain second = compile(other);
        if (first instanceof Plain.Numeric a && second instanceof Plain.Numeric b) {
            return isWhole(a) && isWhole(b) ? null : new Plain.EqualNumbers(a, b);
        }
        return first instanceof Plain.Text a && second instanceof Plain.Text b
                ? new Plain.EqualTexts(a, b)
                : null;
    }

    private @Nullable Plain choice(String function, List<CelExpr> operands) {
        return function.equals("_?_:_")
                        && compile(operands.get(0)) instanceof Plain.Truth condition
                        && compile(operands.get(1)) instanceof Plain.Numeric then
                        && compile(operands.get(2)) instanceof Plain.Numeric otherwise
                        && isWhole(then) == isWhole(otherwise)
                ? new Plain.Choice(condition, then, otherwise)
                : null;
    }

    private static boolean isNull(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.NULL_VALUE;
    }

    private static boolean isWhole(Plain.Numeric number) {
        return switch (number) {
            case Plain.Constant constant -> constant.isWhole();
            case Plain.Choice choice -> isWhole(choice.then());
            case Plain.NumberAt _, Plain.Binary _, Plain.Unary _, Plain.Coalesce _ -> false;
        };
    }
}
