package dev.flywheel.registry.webhook;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where to tell somebody of which events. Its secret is never read but to sign a delivery.
public record Webhook(
        UUID id,
        String name,
        @Nullable String description,
        String url,
        Set<EventType> events,
        Status status,
        Instant createdAt,
        Instant lastUpdatedAt) {

    /// Whether events are told.
    public enum Status {
        ACTIVE,
        /// By its owner, or after too many deliveries in a row that failed for good.
        DISABLED
    }
}
