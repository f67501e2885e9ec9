package dev.flywheel.ingestion.entity.web;

import dev.flywheel.ingestion.entity.EntityChecks;
import dev.flywheel.ingestion.entity.EntityIntake;
import dev.flywheel.ingestion.event.BodyReader;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.event.IntakeReport;
import dev.flywheel.ingestion.event.UnreadableBodyException;
import dev.flywheel.ingestion.event.web.RequestBodies;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes versions of entities in.
@RestController
@RequestMapping("/pipelines/{pipeline}/entities/{entity}")
class EntityController {

    private final Pipelines pipelines;
    private final EntityIntake intake;
    private final RequestBodies bodies;

    EntityController(Pipelines pipelines, EntityIntake intake, RequestBodies bodies) {
        this.pipelines = pipelines;
        this.intake = intake;
        this.bodies = bodies;
    }

    @PutMapping(path = "/{key}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntakeReport> put(
            @PathVariable String pipeline,
            @PathVariable String entity,
            @PathVariable String key,
            HttpServletRequest request)
            throws IOException {
        return take(
                pipeline,
                entity,
                request,
                body ->
                        BodyReader.readJson(body).stream()
                                .map(version -> withKey(version, key))
                                .toList());
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntakeReport> bulk(
            @PathVariable String pipeline, @PathVariable String entity, HttpServletRequest request)
            throws IOException {
        return take(pipeline, entity, request, BodyReader::readJson);
    }

    @PostMapping(consumes = "application/x-ndjson")
    ResponseEntity<IntakeReport> lines(
            @PathVariable String pipeline, @PathVariable String entity, HttpServletRequest request)
            throws IOException {
        return take(pipeline, entity, request, BodyReader::readLines);
    }

    private ResponseEntity<IntakeReport> take(
            String name,
            String entity,
            HttpServletRequest request,
            Function<byte[], List<Candidate>> reader)
            throws IOException {
        Pipeline pipeline = pipelines.get(name);
        EntityChecks.requireDeclared(pipeline, entity);
        byte[] body = bodies.read(request);
        List<Candidate> versions;
        try {
            versions = reader.apply(body);
        } catch (UnreadableBodyException e) {
            // Kept like every other refused input; the answer is still that it can't be read.
            intake.take(pipeline, entity, List.of(e.body()));
            throw e;
        }
        IntakeReport report = intake.take(pipeline, entity, versions);
        return ResponseEntity.status(
                        report.accepted() > 0
                                ? HttpStatus.ACCEPTED
                                : HttpStatus.UNPROCESSABLE_CONTENT)
                .body(report);
    }

    /// The path names the key; a body that names another one contradicts it and is refused.
    private static Candidate withKey(Candidate version, String key) {
        if (version.fields().containsKey("key")
                && !key.equals(String.valueOf(version.fields().get("key")))) {
            return version.withFault("key", "The path says '" + key + "'");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(version.fields());
        fields.put("key", key);
        return version.withFields(fields);
    }
}
