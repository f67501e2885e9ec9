package dev.flywheel.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.onnx.graph.Classifiers;
import dev.flywheel.onnx.imports.OnnxImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Runs while a model serves that was trained elsewhere and came as an ONNX graph.
class GraphChampionIT extends RunningTraining {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.numeric("user_clicks"),
                    Column.categorical("user_last_item"),
                    Column.categorical("item_id"),
                    Column.numeric("item_price"));
    private static final String SCHEMA =
            """
            {"inputs": {"X": ["item_price", "user_clicks"], "item": "item_id"},%s
             "output": {"name": "probabilities"}}
            """;

    @TempDir Path directory;

    private String pipeline = "";

    @BeforeEach
    void readPipeline() throws IOException {
        pipeline = Files.readString(Path.of("src/test/resources/pipelines/clicks.yaml"));
    }

    /// The same model twice: as a plan when it won, and as a graph when it is champion.
    @Test
    void measuresAGraphOnTheSameRowsAsAPlan() throws IOException {
        JsonNode first = run("{}");
        byte[] exported =
                Objects.requireNonNull(REGISTRY.artifacts.get("1/r1/artifacts/bundle/model.onnx"));
        REGISTRY.promotes(bundle(exported, "{}", null));

        JsonNode second = run("{}");

        assertThat(second.path("state").asString()).isEqualTo("REJECTED");
        assertThat(second.path("summary").asString())
                .contains("champion 2 reaches", "better in 0.0000");
        JsonNode asPlan = first.path("evaluations").path("winner");
        JsonNode asGraph = second.path("evaluations").path("champion");
        assertThat(asGraph.propertyNames()).isEqualTo(asPlan.propertyNames()).contains("log_loss");
        asPlan.properties()
                .forEach(metric ->
                        assertThat(asGraph.path(metric.getKey()).asDouble())
                                .as(metric.getKey())
                                .isEqualTo(metric.getValue().asDouble(), within(1e-6)));
        assertThat(second.path("expectations").path("findings").valueStream())
                .extracting(finding -> finding.path("observed").asString())
                .contains("there is no champion with a reference");
    }

    @Test
    void replacesAGraphThatIsWorse() throws IOException {
        REGISTRY.promotes(
                bundle(
                        Classifiers.bytes(),
                        SCHEMA.formatted("\"missing\": {\"item_price\": 19, \"user_clicks\": 0},"),
                        null));

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("summary").asString()).isEqualTo("Version 2 is champion");
        assertThat(run.path("evaluations").path("champion").path("auc").asDouble())
                .isBetween(0.4, 0.6);
    }

    @Test
    void saysWhyAGraphWithoutAScoreForSomeRowsIsNotCompared() throws IOException {
        REGISTRY.promotes(
                bundle(
                        Classifiers.bytes(),
                        SCHEMA.formatted(""),
                        "{\"features\":{\"item_price\":1,\"user_clicks\":2,\"item_id\":\"I1\"}}"));

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("REJECTED");
        assertThat(run.path("summary").asString())
                .contains(
                        "champion 1 can't be compared: its graph has no score for a row",
                        "'probabilities' is NaN",
                        "promote by force to replace it");
        assertThat(run.path("evaluations").propertyNames()).doesNotContain("champion");
        assertThat(run.path("model_version").asInt()).isEqualTo(2);
    }

    /// The columns have the same names and types, and other values than it serves from.
    @Test
    void doesNotMeasureOnRowsThatCannotBeMade() throws IOException {
        pipeline = pipeline.replace("{ count: click, by: user }", "{ count: click, by: item }");
        REGISTRY.promotes(
                bundle(
                        Classifiers.bytes(),
                        SCHEMA.formatted("\"missing\": {\"item_price\": 19, \"user_clicks\": 0},"),
                        null));

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("REJECTED");
        assertThat(run.path("summary").asString())
                .contains("now: user_clicks; The feature service could not make snapshot paired: ");
    }

    @Test
    void doesNotMeasureWhereNobodyKnowsWhatFeaturesMean() throws IOException {
        pipeline = "name: clicks\n";
        REGISTRY.promotes(
                bundle(
                        Classifiers.bytes(),
                        SCHEMA.formatted("\"missing\": {\"item_price\": 19, \"user_clicks\": 0},"),
                        null));

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("REJECTED");
        assertThat(run.path("summary").asString())
                .contains("this build does not understand its pipeline.yaml any more: ");
    }

    private Map<String, byte[]> bundle(byte[] graph, String schema, @Nullable String rows)
            throws IOException {
        Map<String, String> names =
                new OnnxImport(
                                OnnxImport.identity("clicks", "hash", "feature-set", graph),
                                pipeline,
                                COLUMNS,
                                graph)
                        .bundle(schema.getBytes(UTF_8), rows == null ? null : rows.getBytes(UTF_8))
                        .write(directory, Map.of());
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : names.keySet()) {
            files.put(name, Files.readAllBytes(directory.resolve(name)));
        }
        return files;
    }
}
