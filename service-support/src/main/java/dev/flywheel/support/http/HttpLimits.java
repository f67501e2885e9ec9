package dev.flywheel.support.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How much one request may bring.
///
/// @param maxBody bytes of a body at most; negative where the service has limits of its own
@ConfigurationProperties("flywheel.http")
public record HttpLimits(@DefaultValue("1MB") DataSize maxBody) {}
