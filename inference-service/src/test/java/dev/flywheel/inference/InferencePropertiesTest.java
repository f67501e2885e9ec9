package dev.flywheel.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class InferencePropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withInitializer(new ConfigDataApplicationContextInitializer())
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Bound.class);

    @Test
    void hasTheseDefaults() {
        runner.run(context ->
                assertThat(context.getBean(InferenceProperties.class))
                        .isEqualTo(
                                new InferenceProperties(
                                        URI.create("http://localhost:8084"),
                                        1000,
                                        10_000,
                                        DataSize.ofMegabytes(1),
                                        50_000,
                                        DataSize.ofMegabytes(32),
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(30))));
    }

    @Test
    void refusesALimitOfZero() {
        runner.withPropertyValues("inference.max-instances=0")
                .run(context -> assertThat(context).hasFailed());
    }

    @Configuration
    @EnableConfigurationProperties(InferenceProperties.class)
    static class Bound {}
}
