package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import java.time.Duration;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/// Settings for tests.
final class WebhookFixtures {

    private WebhookFixtures() {}

    static RegistryProperties properties(boolean allowHttp, boolean allowPrivate, String key) {
        return properties(allowHttp, allowPrivate, key, Duration.ofMinutes(1));
    }

    static RegistryProperties properties(
            boolean allowHttp, boolean allowPrivate, String key, Duration timeout) {
        return new RegistryProperties(
                "registry",
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                new RegistryProperties.Sweep(Duration.ofMinutes(10), Duration.ofHours(1)),
                new RegistryProperties.Outbox(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(1)),
                new RegistryProperties.Approval(Duration.ofDays(1), Set.of()),
                new RegistryProperties.Webhooks(
                        allowHttp,
                        allowPrivate,
                        key,
                        timeout,
                        3,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(1),
                        2,
                        Duration.ofDays(1),
                        Duration.ofSeconds(1)));
    }
}
