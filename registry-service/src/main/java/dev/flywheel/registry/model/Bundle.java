package dev.flywheel.registry.model;

import dev.flywheel.registry.artifact.Artifact;
import java.util.List;

/// What has been found in the directory of a version's bundle.
sealed interface Bundle {

    /// Every file that the manifest names is there with its checksum.
    ///
    /// @param files those files and the manifest
    record Whole(List<Artifact> files) implements Bundle {}

    /// Something has not arrived yet, or arrived damaged.
    record Incomplete(String missing) implements Bundle {}

    /// Files without a manifest: a model of another kind, which Flywheel keeps and doesn't serve.
    record Foreign() implements Bundle {}
}
