package dev.flywheel.ingestion.imports.web;

import dev.flywheel.ingestion.event.web.RequestBodies;
import dev.flywheel.ingestion.imports.ImportJob;
import dev.flywheel.ingestion.imports.Imports;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Starts imports and tells how far they are.
@RestController
@RequestMapping("/pipelines/{pipeline}/imports")
class ImportController {

    private final Imports imports;
    private final RequestBodies bodies;

    ImportController(Imports imports, RequestBodies bodies) {
        this.imports = imports;
        this.bodies = bodies;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ImportJob> start(@PathVariable String pipeline, HttpServletRequest call)
            throws IOException {
        ImportJob job = imports.start(pipeline, bodies.read(call));
        return ResponseEntity.accepted()
                .location(URI.create("/pipelines/" + pipeline + "/imports/" + job.id()))
                .body(job);
    }

    @GetMapping
    List<ImportJob> latest(@PathVariable String pipeline) {
        return imports.latest(pipeline);
    }

    @GetMapping("/{id}")
    ImportJob get(@PathVariable String pipeline, @PathVariable String id) {
        return imports.get(pipeline, id);
    }
}
