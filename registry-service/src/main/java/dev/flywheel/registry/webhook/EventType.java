package dev.flywheel.registry.webhook;

import dev.flywheel.registry.naming.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;

/// What a webhook may be told of: MLflow's events, and those that only Flywheel has.
public enum EventType {
    REGISTERED_MODEL_CREATED("REGISTERED_MODEL", "CREATED", true),
    MODEL_VERSION_CREATED("MODEL_VERSION", "CREATED", true),
    MODEL_VERSION_TAG_SET("MODEL_VERSION_TAG", "SET", true),
    MODEL_VERSION_TAG_DELETED("MODEL_VERSION_TAG", "DELETED", true),
    MODEL_VERSION_ALIAS_CREATED("MODEL_VERSION_ALIAS", "CREATED", true),
    MODEL_VERSION_ALIAS_DELETED("MODEL_VERSION_ALIAS", "DELETED", true),
    MODEL_VERSION_PROMOTED("MODEL_VERSION", "PROMOTED", false),
    MODEL_VERSION_ROLLED_BACK("MODEL_VERSION", "ROLLED_BACK", false),
    PROMOTION_REQUESTED("PROMOTION", "REQUESTED", false),
    PROMOTION_REJECTED("PROMOTION", "REJECTED", false),
    PROMOTION_LAPSED("PROMOTION", "LAPSED", false);

    private final String entity;
    private final String action;
    private final boolean mlflows;

    EventType(String entity, String action, boolean mlflows) {
        this.entity = entity;
        this.action = action;
        this.mlflows = mlflows;
    }

    /// The event of an entity and an action, as MLflow's clients name them.
    public static EventType of(String entity, String action) {
        return of(entity + "." + action);
    }

    /// The event of a name such as `MODEL_VERSION.CREATED`, in any case.
    public static EventType of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidValueException(
                                "Invalid webhook event '%s'. It must be one of %s."
                                        .formatted(name, Arrays.toString(values()))));
    }

    public String entity() {
        return entity;
    }

    public String action() {
        return action;
    }

    /// Whether MLflow's clients know it.
    public boolean isMlflows() {
        return mlflows;
    }

    /// How a delivery spells the entity.
    String spokenEntity() {
        return entity.toLowerCase(Locale.ROOT);
    }

    /// How a delivery spells the action.
    String spokenAction() {
        return action.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return entity + "." + action;
    }
}
