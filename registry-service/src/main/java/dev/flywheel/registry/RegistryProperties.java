package dev.flywheel.registry;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the registry is told.
///
/// @param name what archives from here call this registry
/// @param artifactLimit the most bytes of one artifact
/// @param requestLimit the most bytes of any other request's body
@Validated
@ConfigurationProperties("flywheel.registry")
public record RegistryProperties(
        @DefaultValue("registry") String name,
        @DefaultValue("2GB") DataSize artifactLimit,
        @DefaultValue("1000000B") DataSize requestLimit,
        @DefaultValue @Valid Sweep sweep,
        @DefaultValue @Valid Outbox outbox,
        @DefaultValue @Valid Approval approval,
        @DefaultValue @Valid Webhooks webhooks) {

    @AssertTrue(message = "must be between 1 byte and 100 MB")
    boolean isRequestLimitSane() {
        return !requestLimit.isNegative()
                && requestLimit.toBytes() > 0
                && requestLimit.toMegabytes() <= 100;
    }

    /// When bytes that nothing needs are freed.
    ///
    /// @param every how often it is looked
    /// @param grace for how long nothing must have needed them
    public record Sweep(
            @DefaultValue("10m") Duration every,
            @DefaultValue("1h") @DurationMin(minutes = 1) Duration grace) {}

    /// How messages reach Kafka.
    ///
    /// @param poll how long an unsent message waits at most for the next try
    /// @param sendTimeout how long Kafka may take to acknowledge; longer than the producer's own
    ///   delivery time-out, so that no message overtakes another
    /// @param keep how long a message is kept after it was sent
    public record Outbox(
            @DefaultValue("2s") Duration poll,
            @DefaultValue("15s") Duration sendTimeout,
            @DefaultValue("7d") Duration keep) {}

    /// Promotions that a second person has to approve.
    ///
    /// @param lapseAfter how long one waits
    /// @param serviceAccounts the subjects of tokens that are no person's, and approve nothing
    public record Approval(
            @DefaultValue("7d") Duration lapseAfter,
            @DefaultValue({
                        "ingestion",
                        "feature",
                        "training",
                        "registry",
                        "inference",
                        "monitoring"
                    })
                    Set<String> serviceAccounts) {

        @AssertTrue(message = "must be longer than nothing")
        boolean isLapseAfterPositive() {
            return lapseAfter.isPositive();
        }
    }

    /// How webhooks are told.
    ///
    /// @param allowHttp whether a URL may be without TLS
    /// @param allowPrivate whether an address may be none of the public internet
    /// @param key base64 of 32 bytes that encrypt the secrets; empty leaves them as they are
    /// @param timeout how long one attempt may take
    /// @param attempts how often a delivery is tried
    /// @param disableAfter how many deliveries in a row may fail for good
    /// @param keep how long a delivery is kept
    /// @param poll how long a delivery that is due waits at most
    public record Webhooks(
            @DefaultValue("false") boolean allowHttp,
            @DefaultValue("false") boolean allowPrivate,
            @DefaultValue("") String key,
            @DefaultValue("10s") Duration timeout,
            @DefaultValue("15") @Min(1) int attempts,
            @DefaultValue("1s") Duration firstDelay,
            @DefaultValue("1h") Duration longestDelay,
            @DefaultValue("10") @Min(1) int disableAfter,
            @DefaultValue("30d") Duration keep,
            @DefaultValue("2s") Duration poll) {

        private static final int KEY_BYTES = 32;

        @AssertTrue(message = "must be base64 of 32 bytes")
        boolean isKeySane() {
            try {
                return key.isEmpty() || Base64.getDecoder().decode(key).length == KEY_BYTES;
            } catch (IllegalArgumentException _) {
                return false;
            }
        }

        /// Never the key.
        @Override
        public String toString() {
            return "Webhooks[allowHttp=%s, allowPrivate=%s]".formatted(allowHttp, allowPrivate);
        }
    }
}
