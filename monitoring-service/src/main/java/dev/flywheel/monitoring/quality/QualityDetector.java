package dev.flywheel.monitoring.quality;

import dev.flywheel.pipeline.spec.Metric;

/// Judges whether a metric has fallen by more than a share of its baseline.
///
/// Both figures are noisy: NDCG@10 of 1,000 ranks has a standard error of about 0.011, so two of
/// them differ by a tenth of 0.3 in one window of thirty without any reason. So the one-sided test
/// asks whether current is below `(1 - drop) * baseline` by more than 1.645 standard errors of the
/// difference (5 %, normal).
public final class QualityDetector {

    private static final double ONE_SIDED = 1.645;

    private final Metric metric;
    private final double allowed;

    /// A detector for one metric.
    ///
    /// @param allowed the relative drop that raises no alarm, such as 0.1
    public QualityDetector(Metric metric, double allowed) {
        this.metric = metric;
        this.allowed = allowed;
    }

    public QualityJudgement judge(Estimate baseline, Estimate current) {
        double sign = metric.lowerIsBetter() ? -1 : 1;
        double lost = sign * (baseline.value() - current.value());
        double limit = baseline.value() * (1 - sign * allowed);
        double beyond = sign * (limit - current.value());
        double keep = 1 - sign * allowed;
        double error = Math.sqrt(current.variance() + keep * keep * baseline.variance());
        double drop = baseline.value() == 0 ? 0 : lost / baseline.value();
        return new QualityJudgement(
                metric.word(),
                baseline,
                current,
                drop,
                baseline.value() > 0 && beyond > ONE_SIDED * error);
    }
}
