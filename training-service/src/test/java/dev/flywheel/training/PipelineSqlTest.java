package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.support.FlywheelProperties;
import dev.flywheel.support.pipelines.PipelinesConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class PipelineSqlTest {

    @TempDir Path pipelines;

    @Test
    void stopsTheStartWithAMistakeInSql() throws IOException {
        String shop = Files.readString(Path.of("../pipelines/click-recommendation.yaml"));
        Files.writeString(
                pipelines.resolve("shop.yaml"),
                shop.replace("count(distinct item_id) >= 50", "count(distinct item_id)"));

        new ApplicationContextRunner()
                .withUserConfiguration(Training.class, PipelinesConfiguration.class)
                .withPropertyValues("flywheel.pipelines=" + pipelines)
                .run(context ->
                        assertThatThrownBy(() -> context.getBean(Pipelines.class))
                                .hasRootCauseInstanceOf(PipelineException.class)
                                .hasStackTraceContaining("it gives BIGINT"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(FlywheelProperties.class)
    static class Training {

        @Bean
        SqlCheck sqlCheck() {
            return new TrainingConfiguration().sqlCheck();
        }
    }
}
