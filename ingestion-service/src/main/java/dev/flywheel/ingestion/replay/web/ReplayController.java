package dev.flywheel.ingestion.replay.web;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.JsonFault;
import dev.flywheel.ingestion.event.web.RequestBodies;
import dev.flywheel.ingestion.replay.ReplayRefusedException;
import dev.flywheel.ingestion.replay.ReplayReport;
import dev.flywheel.ingestion.replay.ReplayRequest;
import dev.flywheel.ingestion.replay.Replays;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Sends refused inputs again.
@RestController
class ReplayController {

    /// A misspelt member must not be passed over: it would replay something else.
    private static final JsonMapper STRICT =
            Json.MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Pipelines pipelines;
    private final Replays replays;
    private final RequestBodies bodies;

    ReplayController(Pipelines pipelines, Replays replays, RequestBodies bodies) {
        this.pipelines = pipelines;
        this.replays = replays;
        this.bodies = bodies;
    }

    @PostMapping(
            path = "/pipelines/{pipeline}/quarantine/replay",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    ReplayReport replay(@PathVariable String pipeline, HttpServletRequest call) throws IOException {
        Pipeline known = pipelines.get(pipeline);
        ReplayRequest request;
        try {
            request = STRICT.readValue(bodies.read(call), ReplayRequest.class);
        } catch (JacksonException e) {
            throw new ReplayRefusedException(JsonFault.of(e));
        }
        if (request == null) {
            throw new ReplayRefusedException("Expected a JSON object, found null");
        }
        return replays.replay(known, request);
    }
}
