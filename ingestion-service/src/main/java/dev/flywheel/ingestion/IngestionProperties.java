package dev.flywheel.ingestion;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What can be set on the ingestion service.
///
/// @param maxBody the largest request body; beyond it the answer is 413
/// @param maxEvent the largest single event; a larger one is quarantined
/// @param maxInFlight how many bytes of bodies are worked on at a time; the others wait, then 429
/// @param retryAfter how long a request waits for its turn, and what a caller is told to wait
/// @param sources where imports may read, by the name that a request gives
@Validated
@ConfigurationProperties("flywheel.ingestion")
public record IngestionProperties(
        @DefaultValue("5MB") DataSize maxBody,
        @DefaultValue("256KB") DataSize maxEvent,
        @DefaultValue("16MB") DataSize maxInFlight,
        @DefaultValue("1s") Duration retryAfter,
        @DefaultValue Map<String, @Valid Source> sources,
        @DefaultValue @Valid Imports imports) {

    private static final int KAFKAS_USUAL = 1_048_576;

    /// The largest message of the quarantine, in bytes: Base64 makes a refused body larger by a
    /// third, and its reasons come on top.
    public int largestMessage() {
        return Math.toIntExact(maxBody.toBytes() * 3 / 2 + KAFKAS_USUAL);
    }

    /// The largest batch of the other topics, in bytes: an event fits, whatever its limit is.
    public int largestEvent() {
        return Math.toIntExact(maxEvent.toBytes() + KAFKAS_USUAL);
    }

    /// A place that imports may read.
    ///
    /// @param path of a directory; nothing outside it is ever opened
    /// @param topic of Kafka, which is read as long as the service runs
    /// @param consumer further settings of the topic's consumer, such as another cluster's
    ///   `bootstrap.servers`
    public record Source(
            @DefaultValue("DIRECTORY") Type type,
            @Nullable Path path,
            @Nullable String topic,
            @DefaultValue Map<String, String> consumer) {

        /// What kind of place it is.
        public enum Type {
            DIRECTORY,
            KAFKA
        }

        @AssertTrue(message = "a directory needs a path, and a topic of Kafka a topic")
        public boolean isComplete() {
            return switch (type) {
                case DIRECTORY -> path != null;
                case KAFKA -> topic != null && !topic.isBlank();
            };
        }

        /// The topic; empty if it is none.
        public String topicOrNone() {
            return topic == null ? "" : topic;
        }
    }

    /// How imports run.
    ///
    /// @param batchRows rows that are sent together and awaited
    /// @param commitEvery how often the position is written down
    /// @param lease how long after its last sign of life an import may be taken over
    /// @param poll how often to look for an import that nobody runs
    public record Imports(
            @DefaultValue("5000") @Min(1) int batchRows,
            @DefaultValue("1s") Duration commitEvery,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("2s") Duration poll) {}
}
