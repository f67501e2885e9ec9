package dev.flywheel.pipeline.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.Retention;

/// What the law asks of two vectors: equality, and of decimals within 1e-9 of them.
final class SameVector {

    private SameVector() {}

    static void assertSame(FeatureSet features, FeatureVector actual, FeatureVector expected) {
        for (int i = 0; i < features.columns().size(); i++) {
            FeatureColumn column = features.columns().get(i);
            assertThat(actual.category(i)).as(column.name()).isEqualTo(expected.category(i));
            double number = expected.number(i);
            if (isDecimal(features.specs().get(i)) && !Double.isNaN(number)) {
                assertThat(actual.number(i))
                        .as(column.name())
                        .isCloseTo(number, within(Math.abs(number) * 1e-9 + 1e-6));
            } else {
                assertThat(actual.number(i))
                        .as(column.name())
                        .usingComparator(Double::compare)
                        .isEqualTo(number);
            }
        }
    }

    /// Whether rounding may depend on the order; counts, keys and latest values are exact.
    private static boolean isDecimal(FeatureSpec spec) {
        return switch (spec.operator()) {
            case Operator.Aggregate aggregate ->
                    aggregate.retention() instanceof Retention.HalfLife
                            || switch (aggregate.statistic()) {
                                case SUM, MEAN, STDDEV -> true;
                                case COUNT, MIN, MAX, DISTINCT -> false;
                            };
            case Operator.Derive _ -> true;
            case Operator.Rate _,
                    Operator.Last _,
                    Operator.SinceLast _,
                    Operator.Attribute _,
                    Operator.Key _,
                    Operator.Field _,
                    Operator.EventTime _ ->
                    false;
        };
    }
}
