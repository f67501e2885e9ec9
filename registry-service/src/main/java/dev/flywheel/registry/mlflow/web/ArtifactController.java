package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactException.ArtifactTooLargeException;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.artifact.ContentDigest;
import dev.flywheel.registry.mlflow.wire.FileMessage;
import dev.flywheel.registry.model.ModelRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The artifact proxy. Bytes stream through it and are never held whole.
@RestController
@RequestMapping("/api/2.0/mlflow-artifacts/artifacts")
class ArtifactController {

    private final ArtifactIndex index;
    private final ModelRegistry registry;
    private final long limit;

    ArtifactController(ArtifactIndex index, ModelRegistry registry, RegistryProperties properties) {
        this.index = index;
        this.registry = registry;
        this.limit = properties.artifactLimit().toBytes();
    }

    @PutMapping("/{*path}")
    Map<String, Object> put(@PathVariable String path, HttpServletRequest request)
            throws IOException {
        ArtifactPath at = relative(path);
        if (request.getContentLengthLong() > limit) {
            throw new ArtifactTooLargeException(limit);
        }
        index.put(at, request.getInputStream(), told(request), limit);
        registry.fileArrived(at);
        return Map.of();
    }

    @GetMapping("/{*path}")
    ResponseEntity<Resource> get(@PathVariable String path) throws IOException {
        ArtifactPath at = relative(path);
        Artifact file = index.find(at);
        String name = at.value().substring(at.value().lastIndexOf('/') + 1);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .contentLength(file.bytes())
                .eTag(file.digest().hex())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(new InputStreamResource(index.open(file)));
    }

    @GetMapping
    Map<String, Object> list(@RequestParam(defaultValue = "") String path) {
        Optional<ArtifactPath> directory =
                path.isEmpty() ? Optional.empty() : Optional.of(new ArtifactPath(path));
        List<FileMessage> files = index.list(directory).stream().map(FileMessage::of).toList();
        return Map.of("files", files);
    }

    @DeleteMapping("/{*path}")
    Map<String, Object> delete(@PathVariable String path) {
        index.delete(relative(path));
        return Map.of();
    }

    private static ContentDigest told(HttpServletRequest request) {
        List<String> headers = new ArrayList<>();
        for (String name : List.of("Content-Digest", "Repr-Digest")) {
            headers.addAll(Collections.list(request.getHeaders(name)));
        }
        return ContentDigest.of(headers);
    }

    private static ArtifactPath relative(String captured) {
        return new ArtifactPath(captured.startsWith("/") ? captured.substring(1) : captured);
    }
}
