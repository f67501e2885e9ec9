package dev.flywheel.ingestion.event.web;

import dev.flywheel.ingestion.event.BodyReader;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.event.EventIntake;
import dev.flywheel.ingestion.event.IntakeReport;
import dev.flywheel.ingestion.event.UnreadableBodyException;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes events in.
@RestController
class EventController {

    private static final String NDJSON = "application/x-ndjson";

    private final Pipelines pipelines;
    private final EventIntake intake;
    private final RequestBodies bodies;

    EventController(Pipelines pipelines, EventIntake intake, RequestBodies bodies) {
        this.pipelines = pipelines;
        this.intake = intake;
        this.bodies = bodies;
    }

    @PostMapping(path = "/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntakeReport> toDefault(HttpServletRequest request) throws IOException {
        return take(pipelines.defaultPipeline(), request, BodyReader::readJson);
    }

    @PostMapping(path = "/events", consumes = NDJSON)
    ResponseEntity<IntakeReport> linesToDefault(HttpServletRequest request) throws IOException {
        return take(pipelines.defaultPipeline(), request, BodyReader::readLines);
    }

    @PostMapping(path = "/pipelines/{pipeline}/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntakeReport> to(@PathVariable String pipeline, HttpServletRequest request)
            throws IOException {
        return take(pipelines.get(pipeline), request, BodyReader::readJson);
    }

    @PostMapping(path = "/pipelines/{pipeline}/events", consumes = NDJSON)
    ResponseEntity<IntakeReport> linesTo(@PathVariable String pipeline, HttpServletRequest request)
            throws IOException {
        return take(pipelines.get(pipeline), request, BodyReader::readLines);
    }

    private ResponseEntity<IntakeReport> take(
            Pipeline pipeline, HttpServletRequest request, Function<byte[], List<Candidate>> reader)
            throws IOException {
        byte[] body = bodies.read(request);
        List<Candidate> candidates;
        try {
            candidates = reader.apply(body);
        } catch (UnreadableBodyException e) {
            // Kept like every other refused input; the answer is still that it can't be read.
            intake.take(pipeline, List.of(e.body()));
            throw e;
        }
        IntakeReport report = intake.take(pipeline, candidates);
        return ResponseEntity.status(
                        report.accepted() > 0
                                ? HttpStatus.ACCEPTED
                                : HttpStatus.UNPROCESSABLE_CONTENT)
                .body(report);
    }
}
