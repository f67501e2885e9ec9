package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.mlflow.wire.ErrorCode;
import dev.flywheel.registry.mlflow.wire.FileMessage;
import dev.flywheel.registry.mlflow.wire.MlflowException;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.tracking.Tracking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a run has stored, by paths below the run.
@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
class RunArtifactController {

    private final Tracking tracking;
    private final ArtifactIndex index;

    RunArtifactController(Tracking tracking, ArtifactIndex index) {
        this.tracking = tracking;
        this.index = index;
    }

    @GetMapping("/api/2.0/mlflow/artifacts/list")
    Map<String, Object> list(MlflowRequest request) {
        String root = tracking.run(request.runId()).run().artifactUri();
        Optional<String> path = request.text("path");
        ArtifactPath below = ArtifactPath.ofUri(root).orElseThrow(() -> elsewhere(root));
        List<FileMessage> files =
                index.list(Optional.of(path.map(below::child).orElse(below))).stream()
                        .map(FileMessage::of)
                        .map(file -> path.map(file::below).orElse(file))
                        .toList();
        return Map.of("root_uri", root, "files", files);
    }

    private static MlflowException elsewhere(String root) {
        return new MlflowException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The run's artifacts lie at '%s', which this server doesn't serve: list them there."
                        .formatted(root));
    }
}
