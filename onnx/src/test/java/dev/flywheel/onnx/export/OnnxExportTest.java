package dev.flywheel.onnx.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.Column.Clip;
import dev.flywheel.model.encoding.Column.Missing;
import dev.flywheel.model.encoding.Column.Scale;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.encoding.FittedColumn;
import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.model.scoring.GradientBoostingPlan;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.model.scoring.Link;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.model.scoring.TreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExportTest {

    private static final Map<String, String> NOTHING = Map.of();

    /// Every way in which a column can be fitted.
    private static final List<Column> COLUMNS =
            List.of(
                    Column.numeric("told").withScale(Scale.STANDARD),
                    Column.numeric("long_tail").withMissing(new Missing.Median()),
                    Column.numeric("clipped").withClip(new Clip.Quantiles(0.1, 0.9)),
                    Column.numeric("from_0_to_1").withScale(Scale.MINMAX),
                    Column.numeric("as_it_is").withScale(Scale.NONE),
                    Column.numeric("as_it_is_or_7")
                            .withScale(Scale.NONE)
                            .withMissing(new Missing.Value(7)),
                    Column.numeric("within").withScale(Scale.NONE).withClip(new Clip.Bounds(-1, 1)),
                    Column.numeric("constant"),
                    Column.categorical("told_category"),
                    Column.categorical("most_frequent").withMissing(new Missing.MostFrequent()),
                    Column.categorical("or_b").withMissing(new Missing.Category("b")));

    private static final List<FeatureRow> TRAINED = rows(500, 1);
    private static final FeatureEncoder ENCODER = encoder(COLUMNS, TRAINED);

    static List<ScoringPlan> plans() {
        Random random = new Random(2);
        int slots = ENCODER.slots();
        double[] weights = random.doubles(slots, -1, 1).toArray();
        double[] matrix = random.doubles(slots * 7L, -0.5, 0.5).toArray();
        double[] single = random.doubles(slots, -0.5, 0.5).toArray();
        return List.of(
                new LinearPlan(0.3, weights, -4),
                new LinearPlan(12, weights, 0, Link.IDENTITY),
                new FactorizationPlan(-0.2, weights, 4, matrix, -4),
                new FactorizationPlan(-0.2, weights, 1, single, 0, Link.IDENTITY));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void scoresAsThePlanDoes(ScoringPlan plan) throws Exception {
        byte[] onnx = OnnxExport.of(ENCODER, plan, NOTHING);

        List<FeatureRow> rows = strange(rows(1_000, 3));
        double[] scores = scores(onnx, rows);

        Scorer scorer = new Scorer(ENCODER, plan);
        for (int i = 0; i < scores.length; i++) {
            double expected = scorer.score(rows.get(i));
            assertThat(scores[i]).isEqualTo(expected, within(1e-9 * (1 + Math.abs(expected))));
        }
    }

    @Test
    void writesTheSameBytesAgainAndSaysWhatItIs() throws Exception {
        ScoringPlan plan = plans().getFirst();
        Map<String, String> about = Map.of("flywheel.model", "clicks", "a", "b");

        byte[] onnx = OnnxExport.of(ENCODER, plan, about);

        assertThat(OnnxExport.of(ENCODER, plan, about)).isEqualTo(onnx);
        try (ExportedModel model = new ExportedModel(onnx)) {
            assertThat(model.about()).isEqualTo(about);
        }
    }

    @Test
    void isAboutAsLargeAsThePlanHoweverManyCategoriesThereAre() throws Exception {
        List<Column> columns = List.of(Column.categorical("item"), Column.categorical("last"));
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(FeatureRow.of(columns, Map.of("item", "I" + i, "last", "L" + i)));
        }
        FeatureEncoder encoder = encoder(columns, rows);
        LinearPlan plan = new LinearPlan(0, new double[encoder.slots()], 0);

        byte[] onnx = OnnxExport.of(encoder, plan, NOTHING);

        assertThat(onnx).hasSizeLessThan(encoder.slots() * 24);
    }

    @Test
    void refusesHashedCategoriesTreesAndTheEmptyTextAndSaysWhy() {
        List<Column> hashed = List.of(Column.categorical("item").withBuckets(8));
        FeatureEncoder buckets =
                encoder(hashed, List.of(FeatureRow.of(hashed, Map.of("item", "A"))));
        FeatureEncoder empty =
                new FeatureEncoder(
                        List.of(new FittedColumn.Categorical("item", List.of("", "A"), false)));
        ScoringPlan trees =
                new GradientBoostingPlan(
                        ENCODER.slots(), List.of(new TreeNode.Leaf(1)), 0, 0, 0, Link.LOGIT);

        assertThatThrownBy(() -> OnnxExport.of(buckets, linear(buckets), NOTHING))
                .isInstanceOf(NotExportableException.class)
                .hasMessageContaining("'item' are hashed");
        assertThatThrownBy(() -> OnnxExport.of(empty, linear(empty), NOTHING))
                .isInstanceOf(NotExportableException.class)
                .hasMessageContaining("'item' has the empty text");
        assertThatThrownBy(() -> OnnxExport.of(ENCODER, trees, NOTHING))
                .isInstanceOf(NotExportableException.class)
                .hasMessageContaining("boosted trees");
    }

    private static ScoringPlan linear(FeatureEncoder encoder) {
        return new LinearPlan(0, new double[encoder.slots()], 0);
    }

    private static double[] scores(byte[] onnx, List<FeatureRow> rows) throws OrtException {
        try (ExportedModel model = new ExportedModel(onnx)) {
            return model.scores(COLUMNS, rows);
        }
    }

    private static FeatureEncoder encoder(List<Column> columns, List<FeatureRow> rows) {
        EncoderFitter fitter = new EncoderFitter(columns);
        rows.forEach(fitter::add);
        return fitter.fit();
    }

    /// A tenth of all values is missing.
    private static List<FeatureRow> rows(int size, long seed) {
        Random random = new Random(seed);
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Map<String, Object> values = new HashMap<>();
            for (Column column : COLUMNS) {
                if (random.nextInt(10) > 0) {
                    values.put(column.name(), value(column, random));
                }
            }
            rows.add(FeatureRow.of(COLUMNS, values));
        }
        return rows;
    }

    private static Object value(Column column, Random random) {
        if (column.type() == Column.Type.CATEGORICAL) {
            return String.valueOf((char) ('a' + random.nextInt(6)));
        }
        return switch (column.name()) {
            case "long_tail" -> Math.exp(3 * random.nextGaussian());
            case "constant" -> 3.0;
            default -> 2 + 3 * random.nextGaussian();
        };
    }

    /// With what training never saw: other categories, huge numbers, infinities, nothing at all.
    private static List<FeatureRow> strange(List<FeatureRow> rows) {
        List<FeatureRow> strange = new ArrayList<>(rows);
        strange.add(FeatureRow.of(COLUMNS, Map.of()));
        for (double number : new double[] {1e300, -1e300, 0, -0.0, 1e-300}) {
            Map<String, Object> values = new HashMap<>();
            COLUMNS.forEach(column ->
                    values.put(
                            column.name(),
                            column.type() == Column.Type.NUMERIC ? number : "überall " + number));
            strange.add(FeatureRow.of(COLUMNS, values));
        }
        return strange;
    }
}
