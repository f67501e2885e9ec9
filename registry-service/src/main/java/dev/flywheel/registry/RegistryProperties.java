package dev.flywheel.registry;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the registry is told.
///
/// @param artifactLimit the most bytes of one artifact
/// @param requestLimit the most bytes of any other request's body
@Validated
@ConfigurationProperties("flywheel.registry")
public record RegistryProperties(
        @DefaultValue("2GB") DataSize artifactLimit,
        @DefaultValue("1000000B") DataSize requestLimit,
        @DefaultValue @Valid Outbox outbox,
        @DefaultValue @Valid Approval approval) {

    @AssertTrue(message = "must be between 1 byte and 100 MB")
    boolean isRequestLimitSane() {
        return !requestLimit.isNegative()
                && requestLimit.toBytes() > 0
                && requestLimit.toMegabytes() <= 100;
    }

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
}
