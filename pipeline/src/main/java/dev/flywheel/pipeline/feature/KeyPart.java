package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a part of a state's key is: the key of an entity, or the value of a feature before the
/// event.
sealed interface KeyPart {

    /// Its position among the keys of a place: entities in the order of the schema, then features.
    int position();

    /// What an event says itself, or brings along; null where that is missing, and for what only
    /// earlier events tell.
    @Nullable String of(Event event, AttributeLookup lookup);

    /// The value at a place, from the states of its entities.
    ///
    /// @param keys those of entities
    @Nullable String at(
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at);

    /// The key of an entity.
    ///
    /// @param keyField where an event has it
    record OfEntity(int position, String keyField) implements KeyPart {

        @Override
        public @Nullable String of(Event event, AttributeLookup lookup) {
            return event.text(keyField);
        }

        @Override
        public @Nullable String at(
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            return keys[position];
        }
    }

    /// What an entity's latest events brought.
    ///
    /// @param group whose states have it
    /// @param input which events bring it to that group
    record OfLast(
            int position,
            int column,
            int group,
            GroupPlan.Input input,
            Operator.Last last,
            @Nullable Normalization normalize)
            implements KeyPart {

        @Override
        public @Nullable String of(Event event, AttributeLookup lookup) {
            return null;
        }

        @Override
        public @Nullable String at(
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            GroupState state = states[group];
            return state == null ? null : text(state.last(input.cell(), at), normalize);
        }
    }

    /// An attribute, as of the event's time.
    ///
    /// @param keyField where an event has the key of its entity
    record OfAttribute(
            int position,
            int column,
            FeatureSource.OfAttribute source,
            Operator.Attribute attribute,
            String keyField,
            @Nullable Normalization normalize)
            implements KeyPart {

        @Override
        public @Nullable String of(Event event, AttributeLookup lookup) {
            String key = event.text(keyField);
            if (key == null) {
                return null;
            }
            Object value =
                    lookup.find(attribute.entity(), key, attribute.attribute(), event.eventTime());
            return text(value, normalize);
        }

        @Override
        public @Nullable String at(
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            GroupState state = states[source.group()];
            return state == null ? null : text(state.attribute(source.attribute(), at), normalize);
        }
    }

    /// A field of the event or the request.
    record OfField(int position, int column, String field, @Nullable Normalization normalize)
            implements KeyPart {

        @Override
        public @Nullable String of(Event event, AttributeLookup lookup) {
            return text(event.value(field), normalize);
        }

        @Override
        public @Nullable String at(
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            return text(fields.get(field), normalize);
        }
    }

    static @Nullable String text(@Nullable Object value, @Nullable Normalization normalize) {
        String text = value == null ? null : value.toString();
        return normalize == null ? text : normalize.apply(text);
    }
}
