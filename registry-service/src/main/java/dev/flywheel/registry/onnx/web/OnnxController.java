package dev.flywheel.registry.onnx.web;

import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.onnx.OnnxGraphs;
import java.io.IOException;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Streams a version's graph.
@RestController
class OnnxController {

    private final OnnxGraphs graphs;
    private final ArtifactIndex index;

    OnnxController(OnnxGraphs graphs, ArtifactIndex index) {
        this.graphs = graphs;
        this.index = index;
    }

    @GetMapping("/models/{model}/versions/{version}/onnx")
    ResponseEntity<Resource> download(@PathVariable String model, @PathVariable String version)
            throws IOException {
        int number = Names.version(version);
        Artifact graph = graphs.find(model, number);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .contentLength(graph.bytes())
                .eTag(graph.digest().hex())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("%s-%d.onnx".formatted(model, number))
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(new InputStreamResource(index.open(graph)));
    }
}
