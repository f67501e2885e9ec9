package dev.flywheel.registry.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of one attempt to deliver.
sealed interface Outcome {

    /// The receiver answered.
    ///
    /// @param body its beginning
    /// @param retryAfter when it asks to be tried again; null if it doesn't say
    record Answered(int status, String body, @Nullable Duration retryAfter) implements Outcome {}

    /// No answer came: no connection, no time left, or another failure that may pass.
    record Unreachable(String why) implements Outcome {}

    /// The registry does not send there.
    record Refused(String why) implements Outcome {}

    /// 2xx.
    default boolean isDelivered() {
        return this instanceof Answered(int status, _, _) && status >= 200 && status < 300;
    }

    /// Whether another attempt may do better: after no answer, 408, 429 and 5xx.
    default boolean isWorthRetrying() {
        return switch (this) {
            case Answered(int status, _, _) -> status == 408 || status == 429 || status >= 500;
            case Unreachable _ -> true;
            case Refused _ -> false;
        };
    }

    default @Nullable Integer responseStatus() {
        return this instanceof Answered(int status, _, _) ? Integer.valueOf(status) : null;
    }

    /// What the delivery's log says of it; null if it was delivered.
    default @Nullable String error() {
        return switch (this) {
            case Answered(int status, _, _) ->
                    isDelivered() ? null : "The receiver answered " + status;
            case Unreachable(String why) -> why;
            case Refused(String why) -> why;
        };
    }
}
