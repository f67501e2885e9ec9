package dev.flywheel.registry.tracking;

import dev.flywheel.registry.tracking.TrackingException.DefaultExperimentException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentNotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Deletes experiments and runs, and restores them with all that they have logged. What is deleted
/// keeps its name.
@Component
public class Lifecycle {

    /// The experiment that clients log to when they are told no other.
    private static final long DEFAULT_EXPERIMENT = 0;

    private final Tracking tracking;
    private final Runs runs;
    private final Clock clock;

    Lifecycle(Tracking tracking, Runs runs, Clock clock) {
        this.tracking = tracking;
        this.runs = runs;
        this.clock = clock;
    }

    /// Deletes an experiment and those of its runs that are active.
    @Transactional
    public void deleteExperiment(String id) {
        Experiment experiment = in(LifecycleStage.ACTIVE, id);
        if (experiment.id() == DEFAULT_EXPERIMENT) {
            throw new DefaultExperimentException();
        }
        Instant at = now();
        experiment.delete(at);
        runs.deleteActive(experiment.id(), at);
    }

    /// Restores an experiment and the runs that were deleted with it; those deleted before stay so.
    @Transactional
    public void restoreExperiment(String id) {
        Experiment experiment = in(LifecycleStage.DELETED, id);
        experiment
                .deletedAt()
                .ifPresent(deletedAt -> runs.restoreDeletedAt(experiment.id(), deletedAt));
        experiment.restore(now());
    }

    /// Deletes a run; does nothing if it is deleted.
    @Transactional
    public void deleteRun(String id) {
        tracking.find(id).delete(now());
    }

    /// Restores a run; does nothing if it is active.
    @Transactional
    public void restoreRun(String id) {
        tracking.find(id).restore();
    }

    private Experiment in(LifecycleStage stage, String id) {
        Experiment experiment = tracking.experiment(id);
        if (experiment.lifecycleStage() != stage) {
            throw ExperimentNotFoundException.withId(id);
        }
        return experiment;
    }

    /// In the precision of the database, which is asked for this instant again.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
