package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.trainer.TrainedModel;

/// Trains a chosen candidate on everything before the test part, which gives the model that a
/// version holds. Runs and reproductions both call this, so that they can't drift apart.
public final class Refit {

    private final SnapshotDatabase snapshot;
    private final SnapshotManifest manifest;
    private final Pipeline pipeline;

    /// @param snapshot open, with its rows
    public Refit(SnapshotDatabase snapshot, SnapshotManifest manifest, Pipeline pipeline) {
        this.snapshot = snapshot;
        this.manifest = manifest;
        this.pipeline = pipeline;
    }

    /// Fits the encoder and trains, in this thread.
    public Refitted train(Candidate chosen) {
        EncodedPart part =
                EncodedPart.of(
                        snapshot,
                        new Splits(snapshot, pipeline).beforeTest(),
                        new Preparations(pipeline.features()),
                        EncodedPart.Style.of(chosen.trainer()));
        Lessons.Timed trained = new Lessons(manifest, pipeline).train(chosen, part);
        return new Refitted(part.encoder(), trained.model(), part.rows().size(), trained.seconds());
    }

    /// What came of it.
    ///
    /// @param rows how many it learned from
    /// @param seconds that training took
    public record Refitted(FeatureEncoder encoder, TrainedModel model, int rows, double seconds) {}
}
