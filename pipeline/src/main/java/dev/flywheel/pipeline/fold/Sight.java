package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.feature.AsOf;
import dev.flywheel.pipeline.feature.GroupState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an event finds before it happens: its keys and the states of its place.
final class Sight {

    private final Event event;
    private final @Nullable String[] keys;
    private final @Nullable GroupState[] states;
    private final AsOf at;

    /// @param keys by position, those of entities first
    /// @param states by group index
    Sight(Event event, @Nullable String[] keys, @Nullable GroupState[] states) {
        this.event = event;
        this.keys = keys;
        this.states = states;
        this.at = AsOf.of(event.eventTime());
    }

    @SuppressWarnings("ReferenceEquality") // the very same event is asked for twice
    boolean isOf(Event other) {
        return event == other;
    }

    Map<String, Object> fields() {
        return event.values();
    }

    @Nullable String[] keys() {
        return keys;
    }

    @Nullable GroupState[] states() {
        return states;
    }

    AsOf at() {
        return at;
    }
}
