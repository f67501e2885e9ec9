package dev.flywheel.pipeline.cel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A part of an expression as plain Java over primitive values, which gives what CEL's library
/// gives: a missing value equals a missing one and nothing else, and whatever else is done with it
/// fails, also what depends on that; `false && x` and `true || x` don't depend on `x`.
sealed interface Plain {

    /// A missing number. Like [#FAILED] it is told from other NaNs by its bits.
    double MISSING = Double.longBitsToDouble(0x7FF8_0000_0000_0A01L);

    /// A number that can't be had.
    double FAILED = Double.longBitsToDouble(0x7FF8_0000_0000_0A02L);

    int FALSE = 0;
    int TRUE = 1;

    /// What a condition is that fails.
    int UNDECIDED = 2;

    /// Gives a number, [#MISSING] or [#FAILED].
    sealed interface Numeric extends Plain {

        double of(CelRow row);
    }

    /// Gives a text; null if it is missing.
    sealed interface Text extends Plain {

        @Nullable String of(CelRow row);
    }

    /// Gives [#TRUE], [#FALSE] or [#UNDECIDED].
    sealed interface Truth extends Plain {

        int of(CelRow row);
    }

    /// A number of the expression.
    ///
    /// @param isWhole whether the expression has it without a fraction
    record Constant(double value, boolean isWhole) implements Numeric {

        @Override
        public double of(CelRow row) {
            return value;
        }
    }

    record NumberAt(int position) implements Numeric {

        @Override
        public double of(CelRow row) {
            double value = row.number(position);
            return Double.isNaN(value) ? MISSING : value;
        }
    }

    record Binary(DoubleBinaryOperator operator, Numeric one, Numeric other) implements Numeric {

        @Override
        public double of(CelRow row) {
            double a = one.of(row);
            double b = other.of(row);
            return isValue(a) && isValue(b) ? operator.applyAsDouble(a, b) : FAILED;
        }
    }

    record Unary(DoubleUnaryOperator operator, Numeric operand) implements Numeric {

        @Override
        public double of(CelRow row) {
            double value = operand.of(row);
            return isValue(value) ? operator.applyAsDouble(value) : FAILED;
        }
    }

    record Coalesce(Numeric value, Numeric otherwise) implements Numeric {

        @Override
        public double of(CelRow row) {
            double a = value.of(row);
            double b = otherwise.of(row);
            if (isFailed(a) || isFailed(b)) {
                return FAILED;
            }
            return isMissing(a) ? b : a;
        }
    }

    record Choice(Truth condition, Numeric then, Numeric otherwise) implements Numeric {

        @Override
        public double of(CelRow row) {
            return switch (condition.of(row)) {
                case TRUE -> then.of(row);
                case FALSE -> otherwise.of(row);
                default -> FAILED;
            };
        }
    }

    record ConstantText(String value) implements Text {

        @Override
        public String of(CelRow row) {
            return value;
        }
    }

    record TextAt(int position) implements Text {

        @Override
        public @Nullable String of(CelRow row) {
            return row.category(position);
        }
    }

    /// What comparing two numbers means.
    @FunctionalInterface
    interface Comparison {

        boolean holds(double one, double other);
    }

    record Compare(Comparison comparison, Numeric one, Numeric other) implements Truth {

        @Override
        public int of(CelRow row) {
            double a = one.of(row);
            double b = other.of(row);
            return isValue(a) && isValue(b) ? truth(comparison.holds(a, b)) : UNDECIDED;
        }
    }

    record EqualNumbers(Numeric one, Numeric other) implements Truth {

        @Override
        public int of(CelRow row) {
            double a = one.of(row);
            double b = other.of(row);
            if (isFailed(a) || isFailed(b)) {
                return UNDECIDED;
            }
            if (isMissing(a) || isMissing(b)) {
                return truth(isMissing(a) == isMissing(b));
            }
            return truth(a == b);
        }
    }

    record EqualTexts(Text one, Text other) implements Truth {

        @Override
        public int of(CelRow row) {
            String a = one.of(row);
            String b = other.of(row);
            return truth(a == null ? b == null : a.equals(b));
        }
    }

    record NumberMissing(Numeric number) implements Truth {

        @Override
        public int of(CelRow row) {
            double value = number.of(row);
            return isFailed(value) ? UNDECIDED : truth(isMissing(value));
        }
    }

    record TextMissing(Text text) implements Truth {

        @Override
        public int of(CelRow row) {
            return truth(text.of(row) == null);
        }
    }

    record Not(Truth condition) implements Truth {

        @Override
        public int of(CelRow row) {
            return not(condition.of(row));
        }
    }

    record And(Truth one, Truth other) implements Truth {

        @Override
        public int of(CelRow row) {
            int first = one.of(row);
            if (first == FALSE) {
                return FALSE;
            }
            int second = other.of(row);
            return second == FALSE ? FALSE : Math.max(first, second);
        }
    }

    record Or(Truth one, Truth other) implements Truth {

        @Override
        public int of(CelRow row) {
            int first = one.of(row);
            if (first == TRUE) {
                return TRUE;
            }
            int second = other.of(row);
            return second == TRUE ? TRUE : Math.max(first, second);
        }
    }

    static boolean isValue(double number) {
        return !Double.isNaN(number) || !(isMissing(number) || isFailed(number));
    }

    static boolean isMissing(double number) {
        return Double.doubleToRawLongBits(number) == Double.doubleToRawLongBits(MISSING);
    }

    static boolean isFailed(double number) {
        return Double.doubleToRawLongBits(number) == Double.doubleToRawLongBits(FAILED);
    }

    private static int truth(boolean is) {
        return is ? TRUE : FALSE;
    }

    private static int not(int truth) {
        return switch (truth) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            default -> UNDECIDED;
        };
    }
}
