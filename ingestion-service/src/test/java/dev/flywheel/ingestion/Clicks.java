package dev.flywheel.ingestion;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.Pipelines;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/// The pipeline of these tests, and a service configured for it.
public final class Clicks {

    public static final Path DIRECTORY = Path.of("src/test/resources/pipelines");

    private Clicks() {}

    public static Pipeline pipeline() {
        return PipelineReader.read(DIRECTORY.resolve("clicks.yaml"));
    }

    public static Pipelines pipelines() {
        return Pipelines.of(pipeline());
    }

    /// A click that the pipeline accepts.
    public static String click(String id) {
        return """
        {"event_id":"%s","event_time":"2026-01-02T03:04:05Z","user_id":"U1","item_id":"A1","page":2}\
        """
                .formatted(id);
    }

    /// The service's settings, small enough to be reached by a test.
    public static IngestionProperties properties(java.util.Map<String, Path> sources) {
        return new IngestionProperties(
                DataSize.ofKilobytes(64),
                DataSize.ofKilobytes(2),
                DataSize.ofKilobytes(100),
                java.time.Duration.ofMillis(50),
                sources.entrySet().stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        java.util.Map.Entry::getKey,
                                        source ->
                                                new IngestionProperties.Source(
                                                        IngestionProperties.Source.Type.DIRECTORY,
                                                        source.getValue(),
                                                        null,
                                                        Map.of(),
                                                        null,
                                                        null))),
                new IngestionProperties.Imports(
                        2,
                        java.time.Duration.ZERO,
                        java.time.Duration.ofSeconds(10),
                        java.time.Duration.ofSeconds(2),
                        Path.of("target", "copies")));
    }
}
