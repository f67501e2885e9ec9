package dev.flywheel.ingestion;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
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

    /// A place that imports may read. Credentials stand here and nowhere else.
    ///
    /// @param path of a directory; nothing outside it is ever opened
    /// @param topic of Kafka, which is read as long as the service runs
    /// @param consumer further settings of the topic's consumer, such as another cluster's
    ///   `bootstrap.servers`
    public record Source(
            @DefaultValue("DIRECTORY") Type type,
            @Nullable Path path,
            @Nullable String topic,
            @DefaultValue Map<String, String> consumer,
            @Nullable @Valid S3 s3,
            @Nullable @Valid Jdbc jdbc) {

        /// What kind of place it is.
        public enum Type {
            DIRECTORY,
            S3,
            JDBC,
            KAFKA
        }

        @AssertTrue(message = "a directory needs a path, S3 a bucket, JDBC a url, Kafka a topic")
        public boolean isComplete() {
            return switch (type) {
                case DIRECTORY -> path != null;
                case S3 -> s3 != null;
                case JDBC -> jdbc != null;
                case KAFKA -> topic != null && !topic.isBlank();
            };
        }

        /// The topic; empty if it is none.
        public String topicOrNone() {
            return topic == null ? "" : topic;
        }

        /// A bucket of S3, or of what speaks its protocol.
        ///
        /// @param prefix what the keys of all objects that may be read begin with
        /// @param endpoint null for that of AWS
        /// @param accessKey null to find credentials as AWS's tools do: environment, profile, role
        /// @param pathStyle whether the bucket stands in the path of the URL and not in its host
        public record S3(
                @NotBlank String bucket,
                @DefaultValue("") String prefix,
                @Nullable URI endpoint,
                @DefaultValue("us-east-1") String region,
                @Nullable String accessKey,
                @Nullable String secretKey,
                @DefaultValue("false") boolean pathStyle) {

            /// The prefix with a slash at its end, so that `shop` does not begin `shopping/x`.
            public String keyPrefix() {
                return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
            }

            /// Without the credentials.
            @Override
            public String toString() {
                return "S3[bucket=%s, prefix=%s, endpoint=%s]".formatted(bucket, prefix, endpoint);
            }
        }

        /// A database, by any driver on the class path.
        ///
        /// @param url such as `jdbc:postgresql://shop:5432/shop`
        /// @param fetchSize rows that are fetched at a time
        /// @param properties further ones of the driver
        public record Jdbc(
                @NotBlank String url,
                @Nullable String user,
                @Nullable String password,
                @DefaultValue("1000") @Min(1) int fetchSize,
                @DefaultValue Map<String, String> properties) {

            /// Without what could hold a password.
            @Override
            public String toString() {
                return "Jdbc[user=%s]".formatted(user);
            }
        }
    }

    /// How imports run.
    ///
    /// @param batchRows rows that are sent together and awaited
    /// @param commitEvery how often the position is written down
    /// @param lease how long after its last sign of life an import may be taken over
    /// @param poll how often to look for an import that nobody runs
    /// @param copies the folder for objects of S3 while they are read
    public record Imports(
            @DefaultValue("5000") @Min(1) int batchRows,
            @DefaultValue("1s") Duration commitEvery,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("2s") Duration poll,
            @NotNull Path copies) {}
}
