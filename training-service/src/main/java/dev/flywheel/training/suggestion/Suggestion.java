package dev.flywheel.training.suggestion;

import java.util.UUID;

/// Expectations for a person to choose from.
///
/// @param runId the run whose dataset was looked at
/// @param rows of that dataset
/// @param yaml the section `expectations` of a pipeline file, with comments
public record Suggestion(String pipeline, UUID runId, String snapshotId, long rows, String yaml) {}
