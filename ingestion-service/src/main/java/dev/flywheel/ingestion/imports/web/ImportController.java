package dev.flywheel.ingestion.imports.web;

import dev.flywheel.contracts.Json;
import dev.flywheel.ingestion.event.web.RequestBodies;
import dev.flywheel.ingestion.imports.ImportJob;
import dev.flywheel.ingestion.imports.ImportRefusedException;
import dev.flywheel.ingestion.imports.ImportRequest;
import dev.flywheel.ingestion.imports.Imports;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Starts imports and tells how far they are.
@RestController
@RequestMapping("/pipelines/{pipeline}/imports")
class ImportController {

    /// A misspelt member must not be passed over: it would import something else.
    private static final JsonMapper STRICT =
            Json.MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Imports imports;
    private final RequestBodies bodies;

    ImportController(Imports imports, RequestBodies bodies) {
        this.imports = imports;
        this.bodies = bodies;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ImportJob> start(@PathVariable String pipeline, HttpServletRequest call)
            throws IOException {
        byte[] body = bodies.read(call);
        ImportRequest request;
        try {
            request = STRICT.readValue(body, ImportRequest.class);
        } catch (JacksonException e) {
            throw new ImportRefusedException("request", e.getOriginalMessage());
        }
        if (request == null) {
            throw new ImportRefusedException("request", "Expected a JSON object, found null");
        }
        ImportJob job = imports.start(pipeline, request);
        return ResponseEntity.accepted()
                .location(URI.create("/pipelines/" + pipeline + "/imports/" + job.id()))
                .body(job);
    }

    @GetMapping("/{id}")
    ImportJob get(@PathVariable String pipeline, @PathVariable String id) {
        return imports.get(pipeline, id);
    }
}
