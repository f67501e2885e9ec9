package dev.flywheel.feature.erasure;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What can be set about erasures.
///
/// @param poll how often to look for one that nobody works on, and for keys that were erased
/// @param registryUrl where versions of models are asked for
/// @param registryTimeout how long one answer of the registry may take
@ConfigurationProperties("flywheel.feature.erasures")
public record ErasureProperties(
        @DefaultValue("1s") Duration poll,
        @DefaultValue("http://localhost:8084") URI registryUrl,
        @DefaultValue("10s") Duration registryTimeout) {}
