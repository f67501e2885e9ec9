package dev.flywheel.pipeline.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.random.RandomGenerator;

/// Values of a hyperparameter that a search draws from.
public sealed interface Choice {

    /// Draws one: a long where the hyperparameter is a whole number, else a double.
    Number draw(RandomGenerator random);

    /// Each is as likely as the others.
    record OneOf(List<Number> values) implements Choice {

        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public Number draw(RandomGenerator random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /// The whole numbers of a range.
    ///
    /// @param to inclusive
    /// @param log whether each order of magnitude is as likely as the others
    record Whole(long from, long to, boolean log) implements Choice {

        @Override
        public Number draw(RandomGenerator random) {
            if (!log) {
                return random.nextLong(from, to + 1);
            }
            double drawn = logarithmic((double) from, to + 1.0, random);
            return Math.clamp((long) drawn, from, to);
        }
    }

    /// The numbers of a range, drawn to four significant digits, which are enough to tell trials
    /// apart and few enough to read.
    ///
    /// @param to inclusive
    /// @param log whether each order of magnitude is as likely as the others
    record Between(double from, double to, boolean log) implements Choice {

        private static final MathContext DIGITS = new MathContext(4);

        @Override
        public Number draw(RandomGenerator random) {
            double drawn =
                    log ? logarithmic(from, to, random) : from + random.nextDouble() * (to - from);
            return Math.clamp(new BigDecimal(drawn).round(DIGITS).doubleValue(), from, to);
        }
    }

    private static double logarithmic(double from, double to, RandomGenerator random) {
        double least = StrictMath.log(from);
        return StrictMath.exp(least + random.nextDouble() * (StrictMath.log(to) - least));
    }
}
