package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.training.trainer.Lesson;
import dev.flywheel.training.trainer.TrainedModel;
import dev.flywheel.training.trainer.Trainers;
import java.time.Duration;
import java.time.Instant;

/// Trains candidates as a snapshot and a pipeline want it.
final class Lessons {

    private final SnapshotManifest snapshot;
    private final Pipeline pipeline;

    Lessons(SnapshotManifest snapshot, Pipeline pipeline) {
        this.snapshot = snapshot;
        this.pipeline = pipeline;
    }

    /// Trains in this thread.
    Timed train(Candidate candidate, EncodedPart part) {
        long start = System.nanoTime();
        TrainedModel model = Trainers.train(candidate, lesson(part));
        return new Timed(model, Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3);
    }

    private Lesson lesson(EncodedPart part) {
        Instant asOf = snapshot.lastEventTime();
        return new Lesson(
                part.rows(),
                part.encoder().slotNames(),
                "snapshot rows " + snapshot.rows().sha256(),
                asOf == null ? Instant.EPOCH : asOf,
                pipeline.seed(),
                offset(),
                pipeline.task());
    }

    private double offset() {
        boolean sampled = snapshot.negatives() >= 1 && snapshot.candidates() >= 2;
        return sampled
                ? ScoringPlan.samplingOffset(snapshot.negatives(), snapshot.candidates())
                : 0;
    }

    /// A model, and the seconds that training took.
    record Timed(TrainedModel model, double seconds) {}
}
