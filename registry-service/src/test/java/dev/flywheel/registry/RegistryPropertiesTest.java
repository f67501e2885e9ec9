package dev.flywheel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class RegistryPropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withInitializer(new ConfigDataApplicationContextInitializer())
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Properties.class);

    @Test
    void hasADefaultForEverything() {
        runner.run(context ->
                assertThat(context.getBean(RegistryProperties.class))
                        .isEqualTo(
                                new RegistryProperties(
                                        "registry",
                                        DataSize.ofGigabytes(2),
                                        DataSize.ofBytes(1_000_000),
                                        new RegistryProperties.Sweep(
                                                Duration.ofMinutes(10), Duration.ofHours(1)),
                                        new RegistryProperties.Outbox(
                                                Duration.ofSeconds(2),
                                                Duration.ofSeconds(15),
                                                Duration.ofDays(7)),
                                        new RegistryProperties.Approval(
                                                Duration.ofDays(7),
                                                Set.of(
                                                        "ingestion",
                                                        "feature",
                                                        "training",
                                                        "registry",
                                                        "inference",
                                                        "monitoring")),
                                        new RegistryProperties.Webhooks(
                                                false,
                                                false,
                                                "",
                                                Duration.ofSeconds(10),
                                                15,
                                                Duration.ofSeconds(1),
                                                Duration.ofHours(1),
                                                10,
                                                Duration.ofDays(30),
                                                Duration.ofSeconds(2)))));
    }

    @Test
    void readsTheEnvironment() {
        runner.withPropertyValues("FLYWHEEL_REGISTRY_ARTIFACT_LIMIT=5GB")
                .run(context ->
                        assertThat(context.getBean(RegistryProperties.class).artifactLimit())
                                .isEqualTo(DataSize.ofGigabytes(5)));
    }

    @Test
    void refusesARequestLimitThatMemoryWouldFeel() {
        runner.withPropertyValues("flywheel.registry.request-limit=2GB")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("must be between 1 byte and 100 MB"));
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        runner.withPropertyValues("FLYWHEEL_REGISTRY_WEBHOOKS_KEY=c2hvcnQ=")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("must be base64 of 32 bytes"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RegistryProperties.class)
    static class Properties {}
}
