package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.Retention;
import dev.flywheel.pipeline.feature.Value;
import dev.flywheel.pipeline.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Feature values computed from the whole history each time, as plainly as can be.
record BruteForce(Schema schema, List<Event> events, List<EntityVersion> versions) {

    /// The value before that event; null if it is missing.
    @Nullable Object value(FeatureSpec feature, Event event) {
        return switch (feature.operator()) {
            case Operator.Count(String type, var by, var retention) ->
                    (double) remembered(before(event, type, by), retention, event).size();
            case Operator.Mean(Value value, var by, var retention) -> {
                List<Event> having =
                        before(event, value.event(), by).stream()
                                .filter(e -> valueOf(value, e) != null)
                                .toList();
                var numbers =
                        remembered(having, retention, event).stream()
                                .mapToDouble(e -> number(valueOf(value, e)))
                                .average();
                yield numbers.isPresent() ? numbers.getAsDouble() : null;
            }
            case Operator.Last(Value value, var by, var retention) -> {
                List<Event> having =
                        before(event, value.event(), by).stream()
                                .filter(e -> valueOf(value, e) != null)
                                .toList();
                List<Event> left = remembered(having, retention, event);
                yield left.isEmpty() ? null : plain(valueOf(value, left.getLast()));
            }
            case Operator.Attribute(String entity, String attribute) ->
                    plain(attribute(entity, event, attribute));
            case Operator.Key(String entity) -> event.text(schema.entity(entity).key());
            case Operator.Field(_, String field) -> plain(event.value(field));
        };
    }

    private List<Event> before(Event event, String type, List<String> by) {
        return events.stream()
                .filter(e -> e.eventType().equals(type) && event.place().isAfter(e.place()))
                .filter(e ->
                        schema.keysOf(by).stream()
                                .allMatch(key -> Objects.equals(e.text(key), event.text(key))))
                .sorted(Comparator.comparing(Event::place))
                .toList();
    }

    private static List<Event> remembered(List<Event> earlier, Retention retention, Event event) {
        return switch (retention) {
            case Retention.Forever() -> earlier;
            case Retention.Window(Duration length) -> {
                long width = length.toMillis() / 48;
                long now = Math.floorDiv(event.eventTime().toEpochMilli(), width);
                yield earlier.stream()
                        .filter(e -> now - e.eventTime().toEpochMilli() / width <= 48)
                        .toList();
            }
            case Retention.UntilIdle(Duration idle) -> {
                List<Event> streak = new ArrayList<>();
                Instant last = null;
                for (Event e : earlier) {
                    if (last != null && e.eventTime().isAfter(last.plus(idle))) {
                        streak.clear();
                    }
                    streak.add(e);
                    last = e.eventTime();
                }
                boolean forgotten = last != null && event.eventTime().isAfter(last.plus(idle));
                yield forgotten ? List.of() : streak;
            }
        };
    }

    private @Nullable Object valueOf(Value value, Event event) {
        return switch (value) {
            case Value.OfEvent(_, String name) -> event.value(name);
            case Value.OfEntity(_, String entity, String attribute) ->
                    attribute(entity, event, attribute);
        };
    }

    private @Nullable Object attribute(String entity, Event event, String attribute) {
        String key = event.text(schema.entity(entity).key());
        return versions.stream()
                .filter(v -> v.entity().equals(entity) && v.key().equals(key))
                .filter(v -> !v.validFrom().isAfter(event.eventTime()))
                .max(Comparator.comparing(EntityVersion::validFrom))
                .map(EntityVersion::attributes)
                .map((Map<String, Object> attributes) -> attributes.get(attribute))
                .orElse(null);
    }

    private static double number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    /// As a vector has it: numbers as doubles, the rest as text.
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number n -> n.doubleValue();
            default -> value.toString();
        };
    }
}
