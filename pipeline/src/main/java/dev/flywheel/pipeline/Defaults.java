package dev.flywheel.pipeline;

import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Monitoring;
import dev.flywheel.pipeline.spec.Training;
import java.time.Duration;
import java.util.List;

/// What holds where a pipeline file says nothing.
final class Defaults {

    static final Pipeline.Accept ACCEPT =
            new Pipeline.Accept(Duration.ofDays(20 * 365), Duration.ofMinutes(5));
    static final Duration LATENESS = Duration.ofMinutes(5);
    static final long SEED = 42;
    static final Training.Split SPLIT = new Training.Split(0.7, 0.15, 0.15);
    static final Training TRAINING = new Training(null, null, SPLIT, SEED, List.of(), null);
    static final Evaluation EVALUATION =
            new Evaluation(
                    Evaluation.Group.EVENT, Evaluation.Candidates.ALL, null, null, null, null);
    static final Metric METRIC = new Metric(Metric.Kind.AUC, null);
    static final Gate GATE = new Gate(List.of(), null, Gate.Promote.MANUAL);
    static final Monitoring.Window WINDOW = new Monitoring.Window(Duration.ofHours(1), 1000);
    static final Monitoring.Drift DRIFT =
            new Monitoring.Drift(
                    Monitoring.NumericDrift.PSI,
                    Monitoring.CategoricalDrift.JENSEN_SHANNON,
                    0.2,
                    0.3,
                    2);
    static final Monitoring MONITORING = new Monitoring(WINDOW, DRIFT, null, null);

    private Defaults() {}
}
