package dev.flywheel.training.expectation;

import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares a statistic with what it was in earlier runs.
final class Anomalies {

    /// With fewer values there is no telling what is usual.
    static final int LEAST_RUNS = 3;

    private Anomalies() {}

    /// Both yardsticks are without sign: a fall is as odd as a rise.
    ///
    /// @param earlier values in earlier runs
    static Observation judge(Check.Anomaly anomaly, @Nullable Double value, List<Double> earlier) {
        if (value == null) {
            return Observation.of(anomaly.statistic(), null, "no value", false);
        }
        String now = Limits.plain(value);
        if (earlier.size() < LEAST_RUNS) {
            String words =
                    "%s, with %d earlier values of the %d that are needed"
                            .formatted(now, earlier.size(), LEAST_RUNS);
            return new Observation(
                    Observation.Verdict.NOTHING_TO_COMPARE,
                    words,
                    anomaly.statistic().words(),
                    value,
                    List.of());
        }
        double mean = earlier.stream().mapToDouble(Double::doubleValue).sum() / earlier.size();
        double unit =
                switch (anomaly.by()) {
                    case Z_SCORE -> deviation(earlier, mean);
                    case CHANGE -> Math.abs(mean);
                };
        double distance = Math.abs(value - mean);
        double score = distance == 0 ? 0 : distance / unit;
        return Observation.of(
                anomaly.statistic(),
                value,
                "%s, %s %s from the mean %s of %d runs"
                        .formatted(
                                now,
                                Double.isInfinite(score)
                                        ? "infinitely far"
                                        : Observation.rounded(score),
                                anomaly.by().word(),
                                Observation.rounded(mean),
                                earlier.size()),
                score <= anomaly.atMost());
    }

    /// The standard deviation of the sample, divided by n - 1.
    private static double deviation(List<Double> values, double mean) {
        double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.size() - 1));
    }
}
