package dev.flywheel.pipeline.feature;

/// Where an aggregate takes its values from.
public sealed interface Value {

    /// A field or an entity key of the event itself, such as `click.item_id`.
    record OfEvent(String event, String name) implements Value {}

    /// An attribute of an entity of the event, as of the event's time, such as `item.price` on
    /// `click`.
    record OfEntity(String event, String entity, String attribute) implements Value {}

    /// The event type that brings the value.
    String event();

    /// As the pipeline file spells it.
    default String word() {
        return switch (this) {
            case OfEvent(String event, String name) -> event + "." + name;
            case OfEntity(_, String entity, String attribute) -> entity + "." + attribute;
        };
    }
}
