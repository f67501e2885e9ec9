package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a part of a state's key is: the key of an entity, or the value of a feature before the
/// event.
sealed interface KeyPart {

    /// Its position among the keys of a place: entities in the order of the schema, then features.
    int position();

    /// The key of an entity.
    ///
    /// @param keyField where an event has it
    record OfEntity(int position, String keyField) implements KeyPart {}

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
            implements KeyPart {}

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
            implements KeyPart {}

    /// A field of the event or the request.
    record OfField(int position, int column, String field, @Nullable Normalization normalize)
            implements KeyPart {}

    /// What an event says itself, or brings along; null where that is missing, and for what only
    /// earlier events tell.
    default @Nullable String of(Event event, AttributeLookup lookup) {
        return switch (this) {
            case OfEntity(_, String keyField) -> event.text(keyField);
            case OfAttribute(_, _, _, var attribute, String keyField, var normalize) -> {
                String key = event.text(keyField);
                yield key == null
                        ? null
                        : text(
                                lookup.find(
                                        attribute.entity(),
                                        key,
                                        attribute.attribute(),
                                        event.eventTime()),
                                normalize);
            }
            case OfField(_, _, String field, var normalize) -> text(event.value(field), normalize);
            case OfLast _ -> null;
        };
    }

    /// The value at a place, from the states of its entities.
    ///
    /// @param keys those of entities
    default @Nullable String at(
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        return switch (this) {
            case OfEntity(int position, _) -> keys[position];
            case OfLast(_, _, int group, var input, _, var normalize) -> {
                GroupState state = states[group];
                yield state == null ? null : text(state.last(input.cell(), at), normalize);
            }
            case OfAttribute(_, _, var source, _, _, var normalize) -> {
                GroupState state = states[source.group()];
                yield state == null
                        ? null
                        : text(state.attribute(source.attribute(), at), normalize);
            }
            case OfField(_, _, String field, var normalize) -> text(fields.get(field), normalize);
        };
    }

    static @Nullable String text(@Nullable Object value, @Nullable Normalization normalize) {
        String text = value == null ? null : value.toString();
        return normalize == null ? text : normalize.apply(text);
    }
}
