package dev.flywheel.registry.archive;

import dev.flywheel.model.bundle.BundleContents;
import dev.flywheel.model.bundle.BundleIdentity;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A bundle that inference would load.
public final class TrainedBundle {

    private static final List<Column> COLUMNS =
            List.of(Column.numeric("item_clicks"), Column.categorical("item_id"));

    private TrainedBundle() {}

    /// The files by name; another seed gives another model. Its promotion needs nobody's approval.
    public static Map<String, byte[]> files(Path directory, long seed) throws IOException {
        return files(directory, seed, "automatic");
    }

    /// The files of a version whose pipeline file says who promotes it.
    static Map<String, byte[]> files(Path directory, long seed, String promote) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : ModelBundle.write(directory, contents(seed, promote)).keySet()) {
            files.put(name, Files.readAllBytes(directory.resolve(name)));
        }
        return files;
    }

    private static String pipeline(String promote) throws IOException {
        return Files.readString(Path.of("../pipelines/click-recommendation.yaml"))
                .replace("promote: automatic", "promote: " + promote);
    }

    private static BundleContents contents(long seed, String promote) throws IOException {
        Random random = new Random(seed);
        List<FeatureRow> rows =
                IntStream.range(0, 60)
                        .mapToObj(i ->
                                FeatureRow.of(
                                        COLUMNS,
                                        Map.of("item_clicks", i, "item_id", "A" + (i % 7))))
                        .toList();
        EncoderFitter fitter = new EncoderFitter(COLUMNS);
        rows.forEach(fitter::add);
        FeatureEncoder encoder = fitter.fit();
        int slots = encoder.slots();
        ScoringPlan plan =
                new FactorizationPlan(
                        -0.2,
                        random.doubles(slots, -1, 1).toArray(),
                        2,
                        random.doubles(slots * 4L, -0.3, 0.3).toArray(),
                        ScoringPlan.samplingOffset(4, 217));
        ReferenceFitter reference = new ReferenceFitter(COLUMNS);
        Scorer scorer = new Scorer(encoder, plan);
        rows.forEach(row -> reference.add(row, scorer.score(row)));
        return new BundleContents(
                new BundleIdentity("clicks", "clicks", "h1", "f1", "factorization-machine", "d1"),
                "not read here".getBytes(StandardCharsets.UTF_8),
                pipeline(promote),
                encoder,
                plan,
                null,
                reference.fit(),
                rows,
                Map.of("ndcg@10", 0.3),
                Map.of("seed", seed),
                Map.of());
    }
}
