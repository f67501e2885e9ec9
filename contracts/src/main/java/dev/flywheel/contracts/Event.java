package dev.flywheel.contracts;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Something that happened: who (entity keys), what (type and fields) and when, in event time.
///
/// In JSON it is flat: the four named members, and every entity key and field beside them. Values
/// are strings, longs, doubles or booleans; entity keys are always strings.
///
/// @param predictionId the prediction that this event answers, if the caller knows it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(
        String eventId,
        String eventType,
        Instant eventTime,
        @Nullable String predictionId,
        @JsonAnyGetter @JsonAnySetter Map<String, Object> values) {

    public Event {
        values = Collections.unmodifiableMap(Values.normalized(values));
    }

    @JsonIgnore
    public Place place() {
        return new Place(eventTime, eventId);
    }

    public @Nullable Object value(String name) {
        return values.get(name);
    }

    /// The text of a value, as entity keys are compared; null if the event has none.
    public @Nullable String text(String name) {
        Object value = values.get(name);
        return value == null ? null : value.toString();
    }

    /// JSON readers give ints and longs, floats and decimals; here there are only longs and
    /// doubles.
    static final class Values {

        private Values() {}

        static Map<String, Object> normalized(Map<String, Object> raw) {
            TreeMap<String, Object> values = new TreeMap<>();
            raw.forEach((name, value) -> {
                if (value != null) {
                    values.put(name, normalized(value));
                }
            });
            return values;
        }

        private static Object normalized(Object value) {
            return switch (value) {
                case Integer i -> i.longValue();
                case Short s -> s.longValue();
                case Float f -> f.doubleValue();
                case java.math.BigDecimal d -> d.doubleValue();
                default -> value;
            };
        }
    }
}
