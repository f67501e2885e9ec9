package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TrainingPropertiesTest {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void hasDefaults() {
        context.run(started ->
                assertThat(started.getBean(TrainingProperties.class))
                        .isEqualTo(
                                new TrainingProperties(
                                        URI.create("http://localhost:8082"),
                                        URI.create("http://localhost:8084"),
                                        2,
                                        1000,
                                        Duration.ofMinutes(15),
                                        Duration.ofHours(24),
                                        "unknown")));
    }

    @Test
    void refusesToTrainWithoutThreads() {
        context.withPropertyValues("flywheel.training.threads=0")
                .run(failed ->
                        assertThat(failed)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("threads"));
    }

    @EnableConfigurationProperties(TrainingProperties.class)
    static class Bound {}
}
