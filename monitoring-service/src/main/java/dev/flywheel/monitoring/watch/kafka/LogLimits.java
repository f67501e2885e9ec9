package dev.flywheel.monitoring.watch.kafka;

import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PredictionServed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// What a record of the log may hold, so that PostgreSQL can keep it. Whatever wrote it, one record
/// that can't be kept must not hold up those behind it.
final class LogLimits {

    /// An index entry of PostgreSQL ends at 2,704 bytes, and an outcome's has two ids.
    private static final int LONGEST_ID = 1_000;

    /// Years that a timestamp of PostgreSQL and every JSON reader understand.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private LogLimits() {}

    /// @throws IllegalArgumentException if it can't be kept
    /// @throws NullPointerException if it has no id or no time
    static PredictionServed require(PredictionServed prediction) {
        requireId("prediction_id", prediction.predictionId());
        requireTime("event_time", prediction.eventTime());
        requireTime("served_at", prediction.servedAt());
        prediction.ranking().forEach(candidate -> requireText("ranking", candidate));
        return prediction;
    }

    /// @throws IllegalArgumentException if it can't be kept
    /// @throws NullPointerException if it has no id or no time
    static OutcomeObserved require(OutcomeObserved outcome) {
        requireId("prediction_id", outcome.predictionId());
        requireTime("happened_at", outcome.happenedAt());
        requireTime("seen_at", outcome.seenAt());
        int bytes = 0;
        for (Map.Entry<String, String> key : outcome.keys().entrySet()) {
            requireText("keys", key.getKey());
            requireText("keys", key.getValue());
            bytes += length(key.getKey()) + length(key.getValue());
        }
        String event = outcome.eventId();
        if (event != null) {
            requireId("event_id", event);
        } else if (bytes > LONGEST_ID) {
            // Without an event, the keys are part of the outcome's identity.
            throw tooLong("keys", bytes);
        }
        return outcome;
    }

    private static void requireId(String field, String id) {
        requireText(field, id);
        if (length(id) > LONGEST_ID) {
            throw tooLong(field, length(id));
        }
    }

    private static void requireText(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(field + " has a NUL in it");
        }
    }

    private static void requireTime(String field, Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(AFTER_LAST)) {
            throw new IllegalArgumentException(
                    "%s is %s, outside the years 1 to 9999".formatted(field, time));
        }
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static IllegalArgumentException tooLong(String field, int bytes) {
        return new IllegalArgumentException(
                "%s has %d bytes, more than %d".formatted(field, bytes, LONGEST_ID));
    }
}
