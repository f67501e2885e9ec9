package dev.flywheel.feature.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.JsonFault;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.pipeline.Checked;
import dev.flywheel.pipeline.EntitySchema;
import dev.flywheel.pipeline.EventSchema;
import dev.flywheel.pipeline.Pipeline;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// Reads records of one pipeline's topics. Everything is checked again, as anyone who may write to
/// the topic can have written it, and one bad event must not stop the archive or the fold.
///
/// The same bytes that arrived at the same instant always read the same. Safe for several threads.
public final class ArrivalReader {

    /// PostgreSQL can't index longer ones.
    private static final int LONGEST_KEY = 1_000;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final EventSchema events;
    private final Set<String> eventTypes;
    private final Map<String, EntitySchema> entities = new LinkedHashMap<>();
    private final Clock clock;

    public ArrivalReader(Pipeline pipeline, Clock clock) {
        this.events = new EventSchema(pipeline);
        this.eventTypes = pipeline.events().keySet();
        pipeline.entities().forEach((name, entity) -> entities.put(name, new EntitySchema(entity)));
        this.clock = clock;
    }

    /// Reads an event.
    ///
    /// @param arrivedAt when Kafka got it; its event time is judged by that
    public Reading event(byte @Nullable [] value, Instant arrivedAt) {
        if (value == null) {
            return new Reading.Empty();
        }
        try {
            Map<String, Object> json = parse(value);
            // Without an id of its own it gets one that a second delivery gets too.
            String fallbackId = json.get("event_id") == null ? contentId(value) : null;
            return switch (events.check(json, arrivedAt, fallbackId)) {
                case Checked.Accepted<Event>(Event event, _) -> accepted(event, value);
                case Checked.Refused<Event>(var reasons) -> refused(value, json, reasons);
            };
        } catch (JacksonException e) {
            return refused(value, Map.of(), List.of(new Reason(null, JsonFault.of(e))));
        }
    }

    /// Reads an event that comes from the archive: it was judged when it arrived, and no rule that
    /// came later undoes that. One of a type that is declared no more counts nowhere.
    public Reading archivedEvent(byte @Nullable [] value) {
        if (value == null) {
            return new Reading.Empty();
        }
        Event event = Json.read(value, Event.class);
        return eventTypes.contains(event.eventType())
                ? new Reading.OfEvent(event)
                : new Reading.Empty();
    }

    /// Reads an entity version that comes from the archive.
    public static Reading archivedVersion(byte @Nullable [] value) {
        return value == null
                ? new Reading.Empty()
                : new Reading.OfEntityVersion(Json.read(value, EntityVersion.class));
    }

    /// Reads an entity version.
    public Reading entityVersion(byte @Nullable [] value, Instant arrivedAt) {
        if (value == null) {
            return new Reading.Empty();
        }
        try {
            Map<String, Object> json = new LinkedHashMap<>(parse(value));
            Object name = json.remove("entity");
            EntitySchema entity = name == null ? null : entities.get(name.toString());
            if (entity == null) {
                String found = name == null ? "is missing" : "is '" + name + "'";
                return refused(
                        value,
                        json,
                        List.of(new Reason("entity", found + "; expected " + entities.keySet())));
            }
            return switch (entity.check(json, null, arrivedAt)) {
                case Checked.Accepted<EntityVersion>(var version, _) -> accepted(version, value);
                case Checked.Refused<EntityVersion>(var reasons) -> refused(value, json, reasons);
            };
        } catch (JacksonException e) {
            return refused(value, Map.of(), List.of(new Reason(null, JsonFault.of(e))));
        }
    }

    private Reading accepted(Event event, byte[] value) {
        String complaint = complaint(event.eventId());
        if (complaint != null) {
            return refused(value, Map.of(), List.of(new Reason("event_id", complaint)));
        }
        // PostgreSQL keeps microseconds; the online state has to see the same place.
        Event kept =
                new Event(
                        event.eventId(),
                        event.eventType(),
                        event.eventTime().truncatedTo(ChronoUnit.MICROS),
                        event.predictionId(),
                        event.values());
        return new Reading.OfEvent(kept);
    }

    private Reading accepted(EntityVersion version, byte[] value) {
        String complaint = complaint(version.key());
        if (complaint != null) {
            return refused(value, Map.of(), List.of(new Reason("key", complaint)));
        }
        if (version.validFrom().isBefore(EARLIEST) || version.validFrom().isAfter(LATEST)) {
            return refused(
                    value,
                    Map.of(),
                    List.of(new Reason("valid_from", "is beyond the years 1 to 9999")));
        }
        return new Reading.OfEntityVersion(
                new EntityVersion(
                        version.entity(),
                        version.key(),
                        version.validFrom().truncatedTo(ChronoUnit.MICROS),
                        version.attributes()));
    }

    private static @Nullable String complaint(String key) {
        if (key.indexOf('\0') >= 0) {
            return "contains the character NUL";
        }
        if (!UTF_8.newEncoder().canEncode(key)) {
            return "contains half a surrogate pair";
        }
        return key.getBytes(UTF_8).length > LONGEST_KEY
                ? "is longer than " + LONGEST_KEY + " bytes"
                : null;
    }

    private Reading refused(byte[] value, Map<String, Object> json, List<Reason> reasons) {
        Object id = json.get("event_id");
        String text = text(value);
        return new Reading.Refused(
                new Quarantined(
                        id == null ? contentId(value) : id.toString(),
                        text == null ? Base64.getEncoder().encodeToString(value) : text,
                        text == null ? "base64" : "text",
                        reasons,
                        "feature",
                        clock.instant()));
    }

    private static Map<String, Object> parse(byte[] value) {
        Map<String, Object> json = Json.MAPPER.readValue(value, new TypeReference<>() {});
        return json == null ? Map.of() : json;
    }

    private static String contentId(byte[] value) {
        return Digest.of(value).hex().substring(0, 32);
    }

    private static @Nullable String text(byte[] value) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
