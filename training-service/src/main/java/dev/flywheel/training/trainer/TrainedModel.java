package dev.flywheel.training.trainer;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.scoring.ScoringPlan;

/// What training a candidate gave.
///
/// @param protobuf the model in Tribuo's format, its training time set to the snapshot's
/// @param plan the same weights, ready to score
@SuppressWarnings("ArrayRecordComponent")
public record TrainedModel(byte[] protobuf, ScoringPlan plan) {

    /// Equal for equal rows, hyperparameters and seed, on one JVM and CPU architecture.
    public Digest digest() {
        return Digest.of(protobuf);
    }
}
