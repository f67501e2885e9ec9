package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.tracking.Tracking;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Finds the directory below the artifact proxy that a version's source means.
@Component
class SourceResolver {

    private static final String RUNS = "runs:/";

    private final Tracking tracking;

    SourceResolver(Tracking tracking) {
        this.tracking = tracking;
    }

    /// Empty for a source that lies elsewhere, such as in a bucket.
    Optional<ArtifactPath> directory(String source) {
        return ArtifactPath.ofUri(source.startsWith(RUNS) ? ofRun(source) : source);
    }

    private String ofRun(String source) {
        String[] runAndPath = source.substring(RUNS.length()).split("/", 2);
        String root = tracking.run(runAndPath[0]).run().artifactUri();
        return runAndPath.length == 1 ? root : root + "/" + runAndPath[1];
    }
}
