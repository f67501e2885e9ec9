package dev.flywheel.registry.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event on its way to one webhook, as its log shows it.
///
/// @param id stays the same over all attempts, so that the receiver can tell a repetition
/// @param dueAt when it is tried next
/// @param responseStatus of the last attempt; null if it had no answer
/// @param error of the last attempt; null if it was delivered
public record Delivery(
        UUID id,
        EventType event,
        String model,
        Status status,
        int attempts,
        Instant createdAt,
        Instant dueAt,
        @Nullable Instant finishedAt,
        @Nullable Integer responseStatus,
        @Nullable String error) {

    /// How far it has come.
    public enum Status {
        PENDING,
        DELIVERED,
        /// Refused for good, or tried too often.
        FAILED
    }
}
