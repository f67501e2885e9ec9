package dev.flywheel.registry.archive;

import dev.flywheel.model.bundle.ArchivedVersion;
import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.tracking.Experiment;
import dev.flywheel.registry.tracking.LifecycleStage;
import dev.flywheel.registry.tracking.LoggedBatch;
import dev.flywheel.registry.tracking.Metric;
import dev.flywheel.registry.tracking.NewRun;
import dev.flywheel.registry.tracking.Param;
import dev.flywheel.registry.tracking.Run;
import dev.flywheel.registry.tracking.RunStatus;
import dev.flywheel.registry.tracking.Tracking;
import dev.flywheel.registry.tracking.TrackingException.ExperimentExistsException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentNotFoundException;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// Writes the run that made a carried version down again, so that its parameters and metrics are
/// found and compared here like any other's.
@Component
class CarriedRun {

    private static final int METRICS = 1_000;
    private static final int PARAMS = 100;
    private static final long DEFAULT_EXPERIMENT = 0;

    private final Tracking tracking;
    private final Clock clock;

    CarriedRun(Tracking tracking, Clock clock) {
        this.tracking = tracking;
        this.clock = clock;
    }

    /// The experiment of the model's name, as a pipeline's runs have it; the default one if that
    /// was deleted.
    long experiment(String model) {
        Experiment experiment = named(model);
        return experiment.lifecycleStage() == LifecycleStage.ACTIVE
                ? experiment.id()
                : DEFAULT_EXPERIMENT;
    }

    Made make(long experiment, ArchivedVersion about, String who) {
        ArchivedVersion.LoggedRun logged = about.run();
        Run run =
                tracking.startRun(
                                new NewRun(
                                        Long.toString(experiment),
                                        logged == null ? null : logged.name(),
                                        who,
                                        clock.millis(),
                                        List.of(
                                                new Tag(
                                                        "flywheel.origin.registry",
                                                        about.registry()),
                                                new Tag(
                                                        "flywheel.origin.run",
                                                        logged == null ? "" : logged.id()))))
                        .run();
        if (logged != null) {
            log(run.id(), logged);
        }
        tracking.updateRun(run.id(), RunStatus.FINISHED, clock.millis(), null);
        return new Made(run.id(), run.artifactUri());
    }

    private void log(String runId, ArchivedVersion.LoggedRun logged) {
        List<Param> params =
                logged.params().entrySet().stream()
                        .map(param -> new Param(param.getKey(), param.getValue()))
                        .toList();
        for (int from = 0; from < params.size(); from += PARAMS) {
            List<Param> some = params.subList(from, Math.min(from + PARAMS, params.size()));
            tracking.log(runId, new LoggedBatch(List.of(), some, List.of()));
        }
        List<Metric> metrics =
                logged.metrics().stream()
                        .map(point ->
                                new Metric(
                                        point.key(),
                                        point.value(),
                                        point.timestamp(),
                                        point.step()))
                        .toList();
        for (int from = 0; from < metrics.size(); from += METRICS) {
            List<Metric> some = metrics.subList(from, Math.min(from + METRICS, metrics.size()));
            tracking.log(runId, new LoggedBatch(some, List.of(), List.of()));
        }
    }

    private Experiment named(String name) {
        try {
            return tracking.experimentNamed(name);
        } catch (ExperimentNotFoundException _) {
            try {
                return tracking.createExperiment(name, null, List.of());
            } catch (ExperimentExistsException _) {
                return tracking.experimentNamed(name);
            }
        }
    }

    /// A run that was made.
    record Made(String id, String artifactUri) {}
}
