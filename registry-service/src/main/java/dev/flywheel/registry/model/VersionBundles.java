package dev.flywheel.registry.model;

import static java.util.stream.Collectors.toMap;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Tells others where a version's bundle is and what it must contain.
@Component
public class VersionBundles {

    private static final String FEATURE_SET_TAG = "flywheel.feature_set";
    private static final String PIPELINE_HASH_TAG = "flywheel.pipeline_hash";

    private final ArtifactIndex index;

    VersionBundles(ArtifactIndex index) {
        this.index = index;
    }

    /// Empty if the version has no whole bundle.
    public Optional<ModelServing.Bundle> of(ModelVersion version) {
        if (!version.isBundleWhole()) {
            return Optional.empty();
        }
        return version.bundle().map(directory -> bundle(version, directory));
    }

    private ModelServing.Bundle bundle(ModelVersion version, ArtifactPath directory) {
        int prefix = directory.directoryPrefix().length();
        Map<String, String> files =
                index.below(directory).stream()
                        .filter(Artifact::isSealed)
                        .collect(
                                toMap(
                                        file -> file.path().substring(prefix),
                                        file -> file.digest().hex(),
                                        (first, _) -> first,
                                        TreeMap::new));
        String runId = version.runId();
        return new ModelServing.Bundle(
                runId == null ? "" : runId,
                directory.value(),
                files,
                version.tag(FEATURE_SET_TAG).orElse(""),
                version.tag(PIPELINE_HASH_TAG).orElse(""));
    }
}
