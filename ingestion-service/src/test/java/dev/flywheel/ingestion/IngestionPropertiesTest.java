package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class IngestionPropertiesTest {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner()
                    .withInitializer(new ConfigDataApplicationContextInitializer())
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Bound.class);

    @Test
    void hasTheseDefaults() {
        service.run(context -> {
            IngestionProperties defaults = context.getBean(IngestionProperties.class);

            assertThat(defaults.maxBody()).isEqualTo(DataSize.ofMegabytes(5));
            assertThat(defaults.maxEvent()).isEqualTo(DataSize.ofKilobytes(256));
            assertThat(defaults.maxInFlight()).isEqualTo(DataSize.ofMegabytes(16));
            assertThat(defaults.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            assertThat(defaults.sources()).containsExactly(files(Path.of("imports")));
            assertThat(defaults.imports().batchRows()).isEqualTo(5000);
            assertThat(defaults.imports().commitEvery()).isEqualTo(Duration.ofSeconds(1));
            assertThat(defaults.imports().lease()).isEqualTo(Duration.ofSeconds(15));
            assertThat(defaults.imports().poll()).isEqualTo(Duration.ofSeconds(2));
        });
    }

    @Test
    void takesTheImportDirectoryFromTheEnvironment() {
        service.withPropertyValues("FLYWHEEL_IMPORT_DIR=/data/in")
                .run(context ->
                        assertThat(context.getBean(IngestionProperties.class).sources())
                                .containsExactly(files(Path.of("/data/in"))));
    }

    @Test
    void takesATopicFromTheEnvironment() {
        service.withPropertyValues(
                        "flywheel.ingestion.sources.live.type=kafka",
                        "flywheel.ingestion.sources.live.topic=clicks",
                        "flywheel.ingestion.sources.live.consumer[bootstrap.servers]=other:9092")
                .run(context ->
                        assertThat(context.getBean(IngestionProperties.class).sources())
                                .containsEntry(
                                        "live",
                                        new IngestionProperties.Source(
                                                IngestionProperties.Source.Type.KAFKA,
                                                null,
                                                "clicks",
                                                Map.of("bootstrap.servers", "other:9092"))));
    }

    @Test
    void refusesASourceThatLeadsNowhere() {
        service.withPropertyValues("flywheel.ingestion.sources.live.type=kafka")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void refusesBatchesWithoutRows() {
        service.withPropertyValues("flywheel.ingestion.imports.batch-rows=0")
                .run(context -> assertThat(context).hasFailed());
    }

    private static Map.Entry<String, IngestionProperties.Source> files(Path path) {
        return Map.entry(
                "files",
                new IngestionProperties.Source(
                        IngestionProperties.Source.Type.DIRECTORY, path, null, Map.of()));
    }

    @Configuration
    @EnableConfigurationProperties(IngestionProperties.class)
    static class Bound {}
}
