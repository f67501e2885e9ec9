package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.webhook.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A delivery in its webhook's log; times in milliseconds since 1970, as MLflow's are.
///
/// @param nextAttemptTimestamp null once it is finished
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryMessage(
        String deliveryId,
        String event,
        String model,
        Delivery.Status status,
        int attempts,
        long creationTimestamp,
        @Nullable Long nextAttemptTimestamp,
        @Nullable Long finishedTimestamp,
        @Nullable Integer responseStatus,
        @Nullable String errorMessage) {

    public static DeliveryMessage of(Delivery delivery) {
        Instant finished = delivery.finishedAt();
        return new DeliveryMessage(
                delivery.id().toString(),
                delivery.event().toString(),
                delivery.model(),
                delivery.status(),
                delivery.attempts(),
                delivery.createdAt().toEpochMilli(),
                finished == null ? delivery.dueAt().toEpochMilli() : null,
                finished == null ? null : finished.toEpochMilli(),
                delivery.responseStatus(),
                delivery.error());
    }
}
