package dev.flywheel.onnx.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.model.bundle.BundleException;
import dev.flywheel.model.bundle.BundleIdentity;
import dev.flywheel.model.bundle.GoldenRow;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.onnx.export.OnnxExport;
import dev.flywheel.onnx.graph.Classifiers;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.scoring.OnnxScoring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxImportTest {

    /// More than the graph needs, in another order.
    private static final List<Column> COLUMNS =
            List.of(
                    Column.numeric("clicks"),
                    Column.categorical("item_id"),
                    Column.numeric("hour"),
                    Column.numeric("price"));

    private static final String SCHEMA =
            """
            {"inputs": {"X": ["price", "clicks"], "item": "item_id"},
             "missing": {"price": 3, "clicks": 0},
             "output": {"name": "probabilities"}, "threshold": 0.4}
            """;

    @TempDir Path directory;

    @Test
    void scoresAsTheGraphDoesAfterItWasWrittenAndRead() throws IOException {
        OnnxBundle made = bundle(Classifiers.bytes(), SCHEMA, null);
        Map<String, String> digests = made.write(directory, Map.of("from", "a test"));

        OnnxBundle read = (OnnxBundle) VersionBundle.read(directory, digests);

        assertThat(read.columns()).isEqualTo(COLUMNS);
        assertThat(read.threshold()).isEqualTo(0.4);
        assertThat(read.reference()).isNull();
        assertThat(read.goldenRows()).isEqualTo(made.goldenRows()).hasSize(8);
        try (OnnxScoring scoring = OnnxScoring.open(read)) {
            assertThat(scoring.score(row(Map.of("price", 2, "clicks", 1, "item_id", "A"))))
                    .isEqualTo(Classifiers.probability(2, 1, "A"), within(1e-6));
            assertThat(scoring.score(row(Map.of("hour", 7))))
                    .isEqualTo(Classifiers.probability(3, 0, ""), within(1e-6));
        }
        assertThatThrownBy(() -> ModelBundle.read(directory))
                .isInstanceOf(BundleException.NoPlan.class);
    }

    @Test
    void takesBackWhatWasExportedWithoutAWordAboutInputs() throws Exception {
        EncoderFitter fitter = new EncoderFitter(COLUMNS);
        FeatureRow row = row(Map.of("price", 2, "clicks", 1, "item_id", "A", "hour", 3));
        fitter.add(row);
        fitter.add(row(Map.of("price", 4, "clicks", 2, "item_id", "B", "hour", 4)));
        FeatureEncoder encoder = fitter.fit();
        double[] weights = IntStream.range(0, encoder.slots()).mapToDouble(i -> i - 2).toArray();
        LinearPlan plan = new LinearPlan(0.5, weights, -1);

        OnnxBundle bundle = bundle(OnnxExport.of(encoder, plan, Map.of()), "{}", null);

        try (OnnxScoring scoring = OnnxScoring.open(bundle)) {
            assertThat(scoring.score(row))
                    .isEqualTo(new Scorer(encoder, plan).score(row), within(1e-12));
        }
    }

    @Test
    void keepsGivenRowsAndMakesAReferenceOfManyOfThem() {
        double right = Classifiers.probability(1, 2, "A");
        String row = "{\"features\":{\"price\":1,\"clicks\":2,\"item_id\":\"A\"},\"score\":%s}";
        String many =
                IntStream.range(0, OnnxImport.REFERENCE_ROWS)
                        .mapToObj(_ -> row.formatted(right))
                        .collect(Collectors.joining("\n"));

        OnnxBundle few = bundle(Classifiers.bytes(), SCHEMA, "[" + row.formatted(right) + "]");
        OnnxBundle all = bundle(Classifiers.bytes(), SCHEMA, many);

        assertThat(few.reference()).isNull();
        assertThat(few.goldenRows())
                .singleElement()
                .extracting(GoldenRow::features)
                .isEqualTo(Map.of("price", 1.0, "clicks", 2.0, "item_id", "A"));
        assertThat(all.goldenRows()).hasSize(ModelBundle.GOLDEN_ROWS);
        assertThat(all.reference()).isNotNull();
    }

    @Test
    void refusesGoldenScoresThatTheGraphDoesNotGive() {
        String wrong = "{\"features\":{\"price\":1},\"score\":0.1}";
        OnnxBundle bundle = bundle(Classifiers.bytes(), SCHEMA, null);
        OnnxBundle other =
                new OnnxBundle(
                        bundle.identity(),
                        bundle.pipeline(),
                        bundle.graph(),
                        bundle.schema(),
                        List.of(new GoldenRow(Map.of("price", 1), 0.1, "")),
                        null,
                        Map.of());

        assertThatThrownBy(() -> bundle(Classifiers.bytes(), SCHEMA, wrong))
                .isInstanceOf(GraphRefusedException.class)
                .hasMessageStartingWith(
                        "Golden row 0 has the score 0.1, and ONNX Runtime computes");
        assertThatThrownBy(() -> OnnxScoring.open(other))
                .isInstanceOf(GraphRefusedException.class)
                .hasMessageMatching(
                        "Golden row 0 scored 0.6\\d+ here, and 0.1 where it comes from");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"inputs":{"item":"item_id"},"output":{"name":"probabilities"}} | an input 'X' that the schema doesn't name
                    {"inputs":{"X":["price","clicks"],"item":"item_id","Y":"hour"},"output":{"name":"probabilities"}} | names the inputs [Y]
                    {"inputs":{"X":["price"],"item":"item_id"},"output":{"name":"probabilities"}} | float[?, 2] and the schema gives it 1 features
                    {"inputs":{"X":["price","cliks"],"item":"item_id"},"output":{"name":"probabilities"}} | 'cliks', which is no feature
                    {"inputs":{"X":["price","item_id"],"item":"item_id"},"output":{"name":"probabilities"}} | 'item_id' is a category, and the input 'X' takes FLOAT
                    {"inputs":{"X":["price","clicks"],"item":"hour"},"output":{"name":"probabilities"}} | 'hour' is a number, and the input 'item' takes STRING
                    {"inputs":{"X":["price","clicks"],"item":"item_id"}} | say under `output` which one
                    {"inputs":{"X":["price","clicks"],"item":"item_id"},"output":{"name":"p"}} | no output 'p'
                    {"inputs":{"X":["price","clicks"],"item":"item_id"},"output":{"name":"odds"},"missing":{"price":9,"clicks":0}} | a probability is between 0 and 1
                    {"inputs":{"X":["price","clicks"],"item":"item_id"},"output":{"name":"probabilities","column":2},"missing":{"price":9,"clicks":0}} | wants the one at 2
                    {"missing":{"prize":1}} | [prize], which are no features
                    {"inputs": | The schema can't be read
                    """)
    void refusesASchemaThatDoesNotFitAndSaysWhy(String schema, String why) {
        assertThatThrownBy(() -> bundle(Classifiers.bytes(), schema, null))
                .isInstanceOf(GraphRefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void lastsUntilItIsClosedAndNoLonger() {
        OnnxScoring scoring = OnnxScoring.open(bundle(Classifiers.bytes(), SCHEMA, null));
        scoring.close();
        scoring.close();

        assertThatThrownBy(() -> scoring.score(row(Map.of())))
                .isInstanceOf(IllegalStateException.class);
    }

    private static FeatureRow row(Map<String, ?> values) {
        return FeatureRow.of(COLUMNS, values);
    }

    private static OnnxBundle bundle(byte[] graph, String schema, @Nullable String rows) {
        BundleIdentity identity = OnnxImport.identity("clicks", "hash", "set", graph);
        return new OnnxImport(identity, "name: clicks\n", COLUMNS, graph)
                .bundle(
                        schema.getBytes(StandardCharsets.UTF_8),
                        rows == null ? null : rows.getBytes(StandardCharsets.UTF_8));
    }
}
