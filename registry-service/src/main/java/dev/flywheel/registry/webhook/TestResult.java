package dev.flywheel.registry.webhook;

import org.jspecify.annotations.Nullable;

/// What became of a test delivery.
///
/// @param responseBody its beginning; null if no answer came
public record TestResult(
        boolean success,
        @Nullable Integer responseStatus,
        @Nullable String responseBody,
        @Nullable String errorMessage) {

    static TestResult of(Outcome outcome) {
        return new TestResult(
                outcome.isDelivered(),
                outcome.responseStatus(),
                outcome instanceof Outcome.Answered(_, String body, _) ? body : null,
                outcome.error());
    }
}
