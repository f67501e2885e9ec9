package dev.flywheel.inference;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.model.bundle.BundleContents;
import dev.flywheel.model.bundle.BundleIdentity;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.onnx.graph.Classifiers;
import dev.flywheel.onnx.imports.OnnxImport;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A small shop: its pipeline, the online states after a few clicks, and bundles of models for it.
public final class ShopFixtures {

    public static final int ITEMS = 20;
    public static final Instant OPENED = Instant.parse("2008-07-01T08:00:00Z");
    public static final Instant LAST_CLICK = OPENED.plusSeconds(60);

    private static final String GRAPH_SCHEMA =
            """
            {"inputs": {"X": ["item_price", "user_clicks"], "item": "item_id"},
             "output": {"name": "probabilities"}}
            """;
    private static final String GRAPH_ROW =
            "{\"features\":{\"item_price\":12,\"user_clicks\":2,\"item_id\":\"A\"}}";

    private ShopFixtures() {}

    /// The pipeline file's text under a name of the test's own.
    public static String pipelineText(String name) {
        try (InputStream file = ShopFixtures.class.getResourceAsStream("/clicks.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("name: clicks", "name: " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Pipeline pipeline(String name) {
        return PipelineReader.read(pipelineText(name), "clicks.yaml");
    }

    /// The online states by key: 20 items with prices, and a user U1 who clicked A1 and then A2.
    public static Map<String, byte[]> states(FeatureSet features) {
        Map<String, GroupState> states = new LinkedHashMap<>();
        Group item = Objects.requireNonNull(features.groupOf("item"));
        for (int i = 0; i < ITEMS; i++) {
            state(states, features, item, "item:A" + i)
                    .apply(new EntityVersion("item", "A" + i, OPENED, Map.of("price", 10.0 + i)));
        }
        for (Event click :
                List.of(click("e1", "U1", "A1", OPENED), click("e2", "U1", "A2", LAST_CLICK))) {
            for (Group group : features.groupsOf("click")) {
                String key = Objects.requireNonNull(group.stateKey(features.keys(click)));
                state(states, features, group, key).apply(click, (_, _, _, _) -> null);
            }
        }
        Map<String, byte[]> encoded = new LinkedHashMap<>();
        states.forEach((key, state) -> encoded.put(key, state.encode()));
        return encoded;
    }

    public static Event click(String id, String user, String item, Instant at) {
        return new Event(id, "click", at, null, Map.of("user_id", user, "item_id", item));
    }

    /// Writes a bundle whose weights depend on the seed.
    ///
    /// @return what `model-events` says of it
    public static ModelServing.Bundle bundle(
            Path directory, String artifactPath, String pipelineName, long seed) {
        return bundle(directory, artifactPath, pipelineName, seed, null);
    }

    /// The same with a threshold from which answers are yes.
    public static ModelServing.Bundle bundle(
            Path directory,
            String artifactPath,
            String pipelineName,
            long seed,
            @Nullable Double threshold) {
        Pipeline pipeline = pipeline(pipelineName);
        List<Column> columns =
                pipeline.featureSet().columns().stream().map(ShopFixtures::column).toList();
        List<FeatureRow> rows = rows(columns);
        EncoderFitter fitter = new EncoderFitter(columns);
        rows.forEach(fitter::add);
        FeatureEncoder encoder = fitter.fit();
        Random random = new Random(seed);
        ReferenceFitter reference = new ReferenceFitter(columns);
        rows.forEach(row -> reference.add(row, 0.5));
        BundleContents contents =
                new BundleContents(
                        new BundleIdentity(
                                pipelineName,
                                pipelineName,
                                pipeline.hash(),
                                pipeline.featureSet().id(),
                                "factorization-machine",
                                "digest-" + seed),
                        new byte[] {1, 2, 3},
                        pipelineText(pipelineName),
                        encoder,
                        new FactorizationPlan(
                                -1,
                                random.doubles(encoder.slots(), -1, 1).toArray(),
                                8,
                                random.doubles(encoder.slots() * 16L, -0.3, 0.3).toArray(),
                                -2),
                        threshold,
                        reference.fit(),
                        rows,
                        Map.of("ndcg@10", 0.3),
                        Map.of("seed", seed),
                        Map.of());
        try {
            Map<String, String> files =
                    ModelBundle.write(directory.resolve(artifactPath), contents);
            return new ModelServing.Bundle(
                    "run-" + seed,
                    artifactPath,
                    files,
                    pipeline.featureSet().id(),
                    pipeline.hash());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a bundle whose graph was made elsewhere: [Classifiers] of an item's price, a user's
    /// clicks and the item. Of an item without a price it computes NaN.
    public static ModelServing.Bundle graphBundle(
            Path directory, String artifactPath, String pipelineName) {
        Pipeline pipeline = pipeline(pipelineName);
        byte[] graph = Classifiers.bytes();
        BundleIdentity identity =
                OnnxImport.identity(
                        pipelineName, pipeline.hash(), pipeline.featureSet().id(), graph);
        OnnxImport importing =
                new OnnxImport(
                        identity,
                        pipelineText(pipelineName),
                        pipeline.featureSet().columns().stream().map(ShopFixtures::column).toList(),
                        graph);
        try {
            return new ModelServing.Bundle(
                    "run-of-a-graph",
                    artifactPath,
                    importing
                            .bundle(utf8(GRAPH_SCHEMA), utf8(GRAPH_ROW))
                            .write(directory.resolve(artifactPath), Map.of()),
                    pipeline.featureSet().id(),
                    pipeline.hash());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<FeatureRow> rows(List<Column> columns) {
        Random random = new Random(1);
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(
                    FeatureRow.of(
                            columns,
                            Map.of(
                                    "user_clicks", random.nextInt(9),
                                    "user_last_item", "A" + random.nextInt(ITEMS),
                                    "item_clicks_7d", random.nextInt(50),
                                    "user_item_clicks", random.nextInt(3),
                                    "item_id", "A" + i % ITEMS,
                                    "item_price", random.nextDouble(10, 30))));
        }
        return rows;
    }

    private static Column column(FeatureColumn column) {
        return switch (column.type()) {
            case NUMERIC -> Column.numeric(column.name());
            case CATEGORICAL -> Column.categorical(column.name());
        };
    }

    private static GroupState state(
            Map<String, GroupState> states, FeatureSet features, Group group, String key) {
        return states.computeIfAbsent(key, _ -> GroupState.empty(features, group));
    }
}
