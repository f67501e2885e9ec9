package dev.flywheel.registry.webhook;

import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Names;
import java.util.Optional;
import java.util.Set;

/// What a caller asks of a webhook. What is empty stays as it is, or has its default.
///
/// @param events none leaves them as they are
/// @param secret signs the deliveries
public record WebhookSettings(
        Optional<String> name,
        Optional<String> description,
        Optional<String> url,
        Set<EventType> events,
        Optional<String> secret,
        Optional<Webhook.Status> status) {

    private static final int LONGEST = 1_000;
    private static final int SHORTEST_SECRET = 8;

    public WebhookSettings {
        name.ifPresent(value -> Names.atMost(LONGEST, "Webhook name", value));
        description.ifPresent(value -> Names.atMost(LONGEST, "Webhook description", value));
        // MLflow's clients can't read a webhook that has none of theirs.
        if (!events.isEmpty() && events.stream().noneMatch(EventType::isMlflows)) {
            throw new InvalidValueException(
                    "A webhook needs at least one of MLflow's events, such as MODEL_VERSION_ALIAS.CREATED, beside Flywheel's own.");
        }
        if (secret.filter(value -> value.length() < SHORTEST_SECRET || value.length() > LONGEST)
                .isPresent()) {
            throw new InvalidValueException(
                    "The secret must have between %d and %d characters"
                            .formatted(SHORTEST_SECRET, LONGEST));
        }
        events = Set.copyOf(events);
    }

    /// Never the secret.
    @Override
    public String toString() {
        return "WebhookSettings[name=%s, url=%s, events=%s, status=%s]"
                .formatted(name, url, events, status);
    }
}
