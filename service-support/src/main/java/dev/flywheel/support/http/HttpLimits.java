package dev.flywheel.support.http;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How much one request may bring.
///
/// @param maxBody bytes of a body at most; negative where the service has limits of its own
/// @param larger another limit by the end of the path, for bodies that are not held in memory
@ConfigurationProperties("flywheel.http")
public record HttpLimits(
        @DefaultValue("1MB") DataSize maxBody, @DefaultValue Map<String, DataSize> larger) {

    /// Bytes of a body on that path at most.
    long of(String path) {
        return larger.entrySet().stream()
                .filter(each -> path.endsWith(each.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(maxBody)
                .toBytes();
    }
}
