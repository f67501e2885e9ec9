package dev.flywheel.registry;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
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
        @DefaultValue @Valid Outbox outbox) {

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
    public record Outbox(
            @DefaultValue("2s") Duration poll, @DefaultValue("15s") Duration sendTimeout) {}
}
