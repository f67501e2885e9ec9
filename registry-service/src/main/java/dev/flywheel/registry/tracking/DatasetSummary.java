package dev.flywheel.registry.tracking;

import org.jspecify.annotations.Nullable;

/// A data set that some run of an experiment has read.
///
/// @param context what it was used for, such as `train`; null where no run says so
public record DatasetSummary(
        long experimentId, String name, String digest, @Nullable String context) {}
