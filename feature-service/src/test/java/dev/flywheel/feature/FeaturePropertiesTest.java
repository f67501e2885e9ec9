package dev.flywheel.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class FeaturePropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withInitializer(new ConfigDataApplicationContextInitializer())
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Properties.class);

    @Test
    void hasADefaultForEverything() {
        runner.run(context ->
                assertThat(context.getBean(FeatureProperties.class))
                        .isEqualTo(
                                new FeatureProperties(
                                        "feature-1",
                                        "",
                                        new FeatureProperties.Archive(5_000),
                                        new FeatureProperties.Rows(
                                                Duration.ofSeconds(5), Duration.ofMillis(500)),
                                        new FeatureProperties.Online(
                                                2,
                                                Duration.ofMillis(200),
                                                DataSize.ofMegabytes(32),
                                                Duration.ofDays(7)),
                                        new FeatureProperties.Sets(
                                                Duration.ofSeconds(1), 5_000, Duration.ofHours(1)),
                                        new FeatureProperties.Snapshots(
                                                null,
                                                DataSize.ofMegabytes(256),
                                                3,
                                                Duration.ofSeconds(2)))));
    }

    @Test
    void readsTheEnvironment() {
        runner.withPropertyValues("FLYWHEEL_FEATURE_WORK_DIR=/var/tmp/snapshots")
                .run(context ->
                        assertThat(context.getBean(FeatureProperties.class).snapshots().workDir())
                                .isEqualTo(Path.of("/var/tmp/snapshots")));
    }

    @Test
    void refusesAnAddressWithoutAPort() {
        runner.withPropertyValues("FLYWHEEL_FEATURE_ADDRESS=feature-1.example.com")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("address"));
    }

    @Test
    void refusesABatchOfNothing() {
        runner.withPropertyValues("flywheel.feature.archive.batch=0")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("archive.batch"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(FeatureProperties.class)
    static class Properties {}
}
