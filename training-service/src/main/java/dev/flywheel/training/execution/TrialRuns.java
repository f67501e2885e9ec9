package dev.flywheel.training.execution;

import dev.flywheel.training.registration.Registry;
import dev.flywheel.training.registration.Registry.RegistryMetric;
import dev.flywheel.training.run.Findings.CandidateReport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What a search tried, as runs below the run in the registry, as MLflow nests them.
@Component
class TrialRuns {

    private static final String PARENT = "mlflow.parentRunId";
    private static final String TRIAL = "flywheel.trial";

    private final Registry registry;
    private final Clock clock;

    TrialRuns(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /// Logs each candidate as a run; those that an earlier attempt has begun are found again.
    void log(StepContext context, String parent) {
        String experiment = registry.experiment(context.pipeline().name());
        List<CandidateReport> candidates = context.findings().candidates();
        for (int i = 0; i < candidates.size(); i++) {
            context.checkpoint();
            CandidateReport candidate = candidates.get(i);
            String run = run(experiment, parent, Integer.toString(i + 1), candidate);
            Map<String, String> params = new LinkedHashMap<>();
            candidate
                    .hyperparameters()
                    .forEach((name, value) -> params.put(name, value.toString()));
            registry.log(run, validation(candidate), params, clock.millis());
            registry.finishRun(run, clock.millis());
        }
    }

    private String run(String experiment, String parent, String trial, CandidateReport candidate) {
        return registry.run(
                        experiment,
                        "trial %s: %s".formatted(trial, candidate.trainer()),
                        clock.millis(),
                        Map.of(PARENT, parent, TRIAL, trial),
                        Map.of())
                .id();
    }

    /// How a candidate did before the test part: each fold is a step of `fold.<metric>`.
    static List<RegistryMetric> validation(CandidateReport candidate) {
        List<RegistryMetric> metrics = new ArrayList<>();
        add(metrics, "validation.", candidate.validation(), 0);
        add(metrics, "validation_spread.", candidate.spread(), 0);
        for (int fold = 1; fold <= candidate.folds().size(); fold++) {
            add(metrics, "fold.", candidate.folds().get(fold - 1), fold);
        }
        return metrics;
    }

    static void add(
            List<RegistryMetric> metrics, String prefix, Map<String, Double> values, int step) {
        values.forEach(
                (metric, value) -> metrics.add(new RegistryMetric(prefix + metric, value, step)));
    }
}
