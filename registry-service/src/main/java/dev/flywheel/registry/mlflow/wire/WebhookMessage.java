package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.webhook.EventType;
import dev.flywheel.registry.webhook.Webhook;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A webhook, without its secret.
///
/// @param flywheelEvents those that MLflow's clients don't know, and pass over
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookMessage(
        String webhookId,
        String name,
        @Nullable String description,
        String url,
        List<Event> events,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> flywheelEvents,
        Webhook.Status status,
        long creationTimestamp,
        long lastUpdatedTimestamp) {

    public static WebhookMessage of(Webhook webhook) {
        return new WebhookMessage(
                webhook.id().toString(),
                webhook.name(),
                webhook.description(),
                webhook.url(),
                webhook.events().stream()
                        .filter(EventType::isMlflows)
                        .sorted()
                        .map(type -> new Event(type.entity(), type.action()))
                        .toList(),
                webhook.events().stream()
                        .filter(type -> !type.isMlflows())
                        .sorted()
                        .map(EventType::toString)
                        .toList(),
                webhook.status(),
                webhook.createdAt().toEpochMilli(),
                webhook.lastUpdatedAt().toEpochMilli());
    }

    /// What happened to what.
    public record Event(String entity, String action) {}
}
