package dev.flywheel.ingestion;

import static java.util.Objects.requireNonNull;
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
import org.springframework.context.ApplicationContext;
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
            assertThat(defaults.imports().copies()).endsWithRaw(Path.of("flywheel-imports"));
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
                                                Map.of("bootstrap.servers", "other:9092"),
                                                null,
                                                null)));
    }

    @Test
    void takesABucketFromTheEnvironmentAndKeepsItsSecret() {
        service.withPropertyValues(
                        "flywheel.ingestion.sources.lake.type=s3",
                        "flywheel.ingestion.sources.lake.s3.bucket=shop",
                        "flywheel.ingestion.sources.lake.s3.prefix=clicks",
                        "flywheel.ingestion.sources.lake.s3.endpoint=http://minio:9000",
                        "flywheel.ingestion.sources.lake.s3.path-style=true",
                        "flywheel.ingestion.sources.lake.s3.access-key=somebody",
                        "flywheel.ingestion.sources.lake.s3.secret-key=hush-hush")
                .run(context -> {
                    IngestionProperties.Source.S3 lake =
                            requireNonNull(source(context, "lake").s3());

                    assertThat(lake.keyPrefix()).isEqualTo("clicks/");
                    assertThat(lake.region()).isEqualTo("us-east-1");
                    assertThat(lake.pathStyle()).isTrue();
                    assertThat(lake.secretKey()).isEqualTo("hush-hush");
                    assertThat(source(context, "lake").toString())
                            .doesNotContain("hush")
                            .doesNotContain("somebody");
                });
    }

    @Test
    void refusesABucketWithoutAName() {
        service.withPropertyValues(
                        "flywheel.ingestion.sources.lake.type=s3",
                        "flywheel.ingestion.sources.lake.s3.prefix=clicks")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void takesADatabaseFromTheEnvironmentAndKeepsItsPassword() {
        service.withPropertyValues(
                        "flywheel.ingestion.sources.shop.type=jdbc",
                        "flywheel.ingestion.sources.shop.jdbc.url=jdbc:x:?password=hush-hush",
                        "flywheel.ingestion.sources.shop.jdbc.user=reader",
                        "flywheel.ingestion.sources.shop.jdbc.password=hush-hush")
                .run(context -> {
                    IngestionProperties.Source.Jdbc shop =
                            requireNonNull(source(context, "shop").jdbc());

                    assertThat(shop.password()).isEqualTo("hush-hush");
                    assertThat(shop.fetchSize()).isEqualTo(1000);
                    assertThat(source(context, "shop").toString()).doesNotContain("hush");
                });
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

    private static IngestionProperties.Source source(ApplicationContext context, String name) {
        return requireNonNull(context.getBean(IngestionProperties.class).sources().get(name));
    }

    private static Map.Entry<String, IngestionProperties.Source> files(Path path) {
        return Map.entry(
                "files",
                new IngestionProperties.Source(
                        IngestionProperties.Source.Type.DIRECTORY,
                        path,
                        null,
                        Map.of(),
                        null,
                        null));
    }

    @Configuration
    @EnableConfigurationProperties(IngestionProperties.class)
    static class Bound {}
}
