package dev.flywheel.model.bundle;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Valid bundle contents for tests.
public final class BundleFixtures {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.numeric("item_clicks"),
                    Column.numeric("item_price").withMissing(new Column.Missing.Median()),
                    Column.categorical("item_id"));

    private BundleFixtures() {}

    public static BundleContents contents() {
        List<FeatureRow> rows = rows();
        EncoderFitter fitter = new EncoderFitter(COLUMNS);
        rows.forEach(fitter::add);
        FeatureEncoder encoder = fitter.fit();
        ScoringPlan plan = plan(encoder.slots());
        ReferenceFitter reference = new ReferenceFitter(COLUMNS);
        Scorer scorer = new Scorer(encoder, plan);
        rows.forEach(row -> reference.add(row, scorer.score(row)));
        return new BundleContents(
                new BundleIdentity(
                        "clicks", "clicks", "ab12", "cd34", "factorization-machine", "ef"),
                "not read here".getBytes(StandardCharsets.UTF_8),
                "name: clicks\n",
                encoder,
                plan,
                0.25,
                reference.fit(),
                rows,
                Map.of("ndcg@10", 0.3),
                Map.of("seed", 42),
                Map.of("model.onnx", "not read here either".getBytes(StandardCharsets.UTF_8)));
    }

    private static List<FeatureRow> rows() {
        Random random = new Random(7);
        return IntStream.range(0, 200)
                .mapToObj(i ->
                        FeatureRow.of(
                                COLUMNS,
                                i % 5 == 0
                                        ? Map.of("item_clicks", i)
                                        : Map.of(
                                                "item_clicks",
                                                (long) StrictMath.exp(random.nextInt(8)),
                                                "item_price",
                                                random.nextDouble(20, 80),
                                                "item_id",
                                                "A" + random.nextInt(20))))
                .toList();
    }

    private static ScoringPlan plan(int slots) {
        Random random = new Random(11);
        return new FactorizationPlan(
                -0.2,
                random.doubles(slots, -1, 1).toArray(),
                4,
                random.doubles(slots * 8L, -0.3, 0.3).toArray(),
                ScoringPlan.samplingOffset(4, 217));
    }
}
