package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.pipeline.Checked;
import dev.flywheel.pipeline.EventSchema;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Judges inputs by what their pipeline declares.
@Component
public class EventChecks {

    private static final int ID_DIGITS = 32;

    private final Map<String, EventSchema> schemas;
    private final Map<String, ArrivalRules> arrivals;
    private final Clock clock;
    private final long maxBytes;

    public EventChecks(Pipelines pipelines, Clock clock, IngestionProperties properties) {
        this.schemas =
                pipelines.all().stream()
                        .collect(Collectors.toUnmodifiableMap(Pipeline::name, EventSchema::new));
        this.arrivals =
                pipelines.all().stream()
                        .collect(Collectors.toUnmodifiableMap(Pipeline::name, ArrivalRules::new));
        this.clock = clock;
        this.maxBytes = properties.maxEvent().toBytes();
    }

    /// The verdict, with everything that is wrong.
    public EventCheck check(Pipeline pipeline, Candidate candidate) {
        Map<String, @Nullable Object> fields = candidate.fields();
        List<Quarantined.Reason> reasons = new ArrayList<>(candidate.faults());
        if (fields.isEmpty() && !reasons.isEmpty()) {
            return new EventCheck.Bad(id(candidate), reasons);
        }
        Optional<Quarantined.Reason> fault = Texts.fault(fields);
        if (fault.isPresent()) {
            reasons.add(fault.get());
            return new EventCheck.Bad(id(candidate.withFields(Map.of())), reasons);
        }
        Instant now = clock.instant();
        return switch (schema(pipeline).check(fields, now, candidate.fallbackId())) {
            case Checked.Accepted(Event event, boolean derived) -> {
                if (reasons.isEmpty()) {
                    reasons.addAll(arrivals(pipeline).check(event, now));
                }
                yield reasons.isEmpty()
                        ? delivered(pipeline, event, derived && fields.get("event_time") == null)
                        : new EventCheck.Bad(event.eventId(), reasons);
            }
            case Checked.Refused(List<Quarantined.Reason> found) -> {
                reasons.addAll(found);
                yield new EventCheck.Bad(id(candidate), reasons);
            }
        };
    }

    private EventCheck delivered(Pipeline pipeline, Event event, boolean randomId) {
        byte[] json = Json.bytes(event);
        if (json.length > maxBytes) {
            return new EventCheck.Bad(
                    event.eventId(),
                    List.of(new Quarantined.Reason(null, "Larger than " + maxBytes + " bytes")));
        }
        return new EventCheck.Good(
                new Message(
                        Topics.events(pipeline.name()), pipeline.schema().topicKey(event), json),
                randomId);
    }

    private EventSchema schema(Pipeline pipeline) {
        return known(schemas.get(pipeline.name()), pipeline);
    }

    private ArrivalRules arrivals(Pipeline pipeline) {
        return known(arrivals.get(pipeline.name()), pipeline);
    }

    private static <T> T known(@Nullable T ofPipeline, Pipeline pipeline) {
        if (ofPipeline == null) {
            throw new IllegalStateException("Nothing is known of pipeline " + pipeline.name());
        }
        return ofPipeline;
    }

    /// The id of something refused: its own if it can be read, else one of its place or content.
    private static String id(Candidate candidate) {
        if (candidate.fields().get("event_id") instanceof String own && !own.isBlank()) {
            return own;
        }
        String given = candidate.fallbackId();
        return given != null
                ? given
                : Digest.of(candidate.content().getBytes(StandardCharsets.UTF_8))
                        .hex()
                        .substring(0, ID_DIGITS);
    }
}
