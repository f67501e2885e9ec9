package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Run;
import dev.flywheel.training.run.RunRequest;
import dev.flywheel.training.run.TrainingRuns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a step works on: one attempt of one run.
final class StepContext {

    private final TrainingRuns runs;
    private final Run run;
    private final Pipeline pipeline;
    private final int attempt;

    StepContext(TrainingRuns runs, Run run, Pipeline pipeline, int attempt) {
        this.runs = runs;
        this.run = run;
        this.pipeline = pipeline;
        this.attempt = attempt;
    }

    UUID runId() {
        return run.id();
    }

    /// When somebody asked for the run.
    Instant requestedAt() {
        return run.createdAt();
    }

    RunRequest request() {
        return run.request();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Findings findings() {
        return run.findings();
    }

    SnapshotManifest snapshot() {
        return required(run.findings().snapshot(), "snapshot");
    }

    /// Writes a line into the run's log.
    void tell(String message) {
        runs.tell(run.id(), message);
    }

    /// Keeps what was found out so far, so that a later attempt need not do it again.
    void keep(Findings findings) {
        runs.keep(run.id(), attempt, findings);
    }

    /// Ends the step if the run was cancelled, or if another attempt went on with it.
    void checkpoint() {
        runs.checkpoint(run.id(), attempt);
    }

    /// What an earlier step left.
    static <T> T required(@Nullable T finding, String name) {
        if (finding == null) {
            throw new IllegalStateException("An earlier step left no " + name);
        }
        return finding;
    }
}
