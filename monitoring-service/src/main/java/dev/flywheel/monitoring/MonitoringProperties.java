package dev.flywheel.monitoring;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What monitoring is told from outside.
///
/// @param registryUrl where references are downloaded
/// @param registryTimeout how long one download may take
/// @param batch records of the log in one transaction at most
/// @param outcomesIdleAfter once no outcome came for so long, on the wall clock, outcomes no longer
///   hold windows open
/// @param outboxEvery how often the outbox is looked into
@Validated
@ConfigurationProperties("flywheel.monitoring")
public record MonitoringProperties(
        @DefaultValue("http://localhost:8084") URI registryUrl,
        @DefaultValue("10s") Duration registryTimeout,
        @DefaultValue("1000") @Max(10_000) @Min(1) int batch,
        @DefaultValue("30s") Duration outcomesIdleAfter,
        @DefaultValue("500ms") Duration outboxEvery) {}
