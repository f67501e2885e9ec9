package dev.flywheel.training;

import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How this service trains.
///
/// @param featureUrl where snapshots are made
/// @param registryUrl where versions are registered
/// @param threads how many candidates train, and how many batches are scored, at once
/// @param listsAtMost evaluation lists of each of the validation and the test part, unless a run
///   asks for another number
/// @param snapshotTimeout how long the feature service may take for a snapshot
/// @param patience how long a run waits, at the step that it is at, for a service or the database
///   that is away before it fails
/// @param buildCommit the commit that this service was built from, for models' provenance
@Validated
@ConfigurationProperties("flywheel.training")
public record TrainingProperties(
        @DefaultValue("http://localhost:8082") URI featureUrl,
        @DefaultValue("http://localhost:8084") URI registryUrl,
        @DefaultValue("2") @Min(1) int threads,
        @DefaultValue("1000") @Min(1) int listsAtMost,
        @DefaultValue("15m") Duration snapshotTimeout,
        @DefaultValue("24h") Duration patience,
        @DefaultValue("unknown") String buildCommit) {}
