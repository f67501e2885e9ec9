package dev.flywheel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class MonitoringPropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withInitializer(new ConfigDataApplicationContextInitializer())
                    .withUserConfiguration(Properties.class);

    @Test
    void hasDefaults() {
        runner.run(context -> {
            MonitoringProperties properties = context.getBean(MonitoringProperties.class);
            assertThat(properties.registryUrl()).isEqualTo(URI.create("http://localhost:8084"));
            assertThat(properties.registryTimeout()).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.batch()).isEqualTo(1000);
            assertThat(properties.outcomesIdleAfter()).isEqualTo(Duration.ofSeconds(30));
            assertThat(properties.outboxEvery()).isEqualTo(Duration.ofMillis(500));
            assertThat(context.getEnvironment().getProperty("server.port")).isEqualTo("8086");
        });
    }

    @Test
    void refusesAnEmptyBatch() {
        runner.withPropertyValues("flywheel.monitoring.batch=0")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .rootCause()
                                .hasMessageContaining("batch"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MonitoringProperties.class)
    static class Properties {}
}
