package dev.flywheel.inference;

import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the inference service can be told.
///
/// @param registryUrl where bundles are fetched
/// @param maxInstances rows of one `/predict`
/// @param maxCandidates candidates of one `/rank` that names them
/// @param maxBody bytes of a request's body
/// @param cachedStates online states that are kept decoded in memory
/// @param logCapacity memory in which predictions wait for Kafka before more are dropped
/// @param kafkaTimeout how long Kafka may be silent before it counts as away
/// @param retryAtMost the longest pause between attempts to load a bundle
@Validated
@ConfigurationProperties("inference")
public record InferenceProperties(
        @DefaultValue("http://localhost:8084") URI registryUrl,
        @Positive @DefaultValue("1000") int maxInstances,
        @Positive @DefaultValue("10000") int maxCandidates,
        @DefaultValue("1MB") DataSize maxBody,
        @Positive @DefaultValue("50000") int cachedStates,
        @DefaultValue("32MB") DataSize logCapacity,
        @DefaultValue("5s") Duration kafkaTimeout,
        @DefaultValue("30s") Duration retryAtMost) {}
