package dev.flywheel.pipeline.schema;

import dev.flywheel.contracts.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an event finds the one whose entities it is about: of the events of type `to` with the same
/// value in a field, the one with the greatest place before its own, if that was at most so long
/// before.
///
/// @param on a field that both have
/// @param within in event time; as long is a target remembered
public record Join(String to, String on, Duration within) {

    /// The value by which an event is found or finds another; null if it has none.
    public @Nullable String value(Event event) {
        return event.text(on);
    }

    /// Whether a target that happened at that instant is near enough.
    public boolean reaches(Event joined, Instant target) {
        return !target.isBefore(joined.eventTime().minus(within));
    }

    /// The keys that a target has; null if one is missing.
    ///
    /// @param keyFields the members with the keys of its entities
    public @Nullable List<String> keys(Event target, List<String> keyFields) {
        List<String> keys = new ArrayList<>(keyFields.size());
        for (String field : keyFields) {
            String key = target.text(field);
            if (key == null) {
                return null;
            }
            keys.add(key);
        }
        return keys;
    }

    /// A joined event that has its target's keys.
    public Event completed(Event joined, List<String> keyFields, List<String> keys) {
        Map<String, Object> values = new HashMap<>(joined.values());
        for (int i = 0; i < keyFields.size(); i++) {
            values.put(keyFields.get(i), keys.get(i));
        }
        return new Event(
                joined.eventId(),
                joined.eventType(),
                joined.eventTime(),
                joined.predictionId(),
                values);
    }
}
