package dev.flywheel.training.provenance;

import dev.flywheel.contracts.SnapshotManifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of a `provenance.json` that a model is made again from. Everything may be missing: a
/// bundle may be from elsewhere, or from a time before this was kept.
///
/// @param runId of the training run
/// @param pipelineHash of the pipeline file
/// @param snapshotManifest what the model learned from
/// @param seed the pipeline's
/// @param trainer its name and every hyperparameter, as they were
/// @param environment what it was made with
public record Origin(
        @Nullable String runId,
        @Nullable String pipelineHash,
        @Nullable SnapshotManifest snapshotManifest,
        @Nullable Long seed,
        @Nullable Map<String, Object> trainer,
        @Nullable Map<String, String> environment) {}
