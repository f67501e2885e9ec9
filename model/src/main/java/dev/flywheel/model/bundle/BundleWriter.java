package dev.flywheel.model.bundle;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.PlanFormat;
import dev.flywheel.model.scoring.Scorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a bundle's files, and the manifest over them last.
final class BundleWriter {

    private BundleWriter() {}

    static Map<String, String> write(Path directory, BundleContents contents) throws IOException {
        return write(directory, null, contents.identity(), files(contents));
    }

    static Map<String, String> write(
            Path directory, OnnxBundle bundle, Map<String, Object> provenance) throws IOException {
        return write(directory, OnnxBundle.KIND, bundle.identity(), files(bundle, provenance));
    }

    private static Map<String, String> write(
            Path directory,
            @Nullable String kind,
            BundleIdentity identity,
            Map<String, byte[]> files)
            throws IOException {
        Files.createDirectories(directory);
        Map<String, BundleManifest.Entry> entries = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] bytes = file.getValue();
            BundleFiles.requireSize(file.getKey(), bytes.length);
            Files.write(directory.resolve(file.getKey()), bytes);
            entries.put(
                    file.getKey(), new BundleManifest.Entry(Digest.of(bytes).hex(), bytes.length));
        }
        byte[] manifest =
                pretty(new BundleManifest(BundleManifest.FORMAT, kind, identity, entries));
        Files.write(directory.resolve(BundleFiles.MANIFEST), manifest);
        Map<String, String> digests = new TreeMap<>();
        entries.forEach((name, entry) -> digests.put(name, entry.sha256()));
        digests.put(BundleFiles.MANIFEST, Digest.of(manifest).hex());
        return digests;
    }

    private static Map<String, byte[]> files(BundleContents contents) {
        Map<String, byte[]> files = new LinkedHashMap<>(contents.attachments());
        files.put(BundleFiles.MODEL, contents.model());
        files.put(BundleFiles.PLAN, PlanFormat.write(contents.plan()));
        files.put(BundleFiles.PIPELINE, contents.pipeline().getBytes(StandardCharsets.UTF_8));
        files.put(
                BundleFiles.SCHEMA,
                pretty(new BundleSchema(contents.encoder().fitted(), contents.threshold())));
        files.put(BundleFiles.REFERENCE, contents.reference().toJson());
        files.put(BundleFiles.GOLDEN, pretty(golden(contents)));
        files.put(BundleFiles.METRICS, pretty(new TreeMap<>(contents.metrics())));
        files.put(BundleFiles.PROVENANCE, pretty(new TreeMap<>(contents.provenance())));
        files.put(
                BundleFiles.ML_MODEL,
                mlModel(contents.identity(), BundleFiles.PLAN).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static Map<String, byte[]> files(OnnxBundle bundle, Map<String, Object> provenance) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(BundleFiles.ONNX, bundle.graph());
        files.put(BundleFiles.PIPELINE, bundle.pipeline().getBytes(StandardCharsets.UTF_8));
        files.put(BundleFiles.SCHEMA, pretty(bundle.schema()));
        files.put(BundleFiles.GOLDEN, pretty(bundle.goldenRows()));
        files.put(BundleFiles.METRICS, pretty(new TreeMap<>(bundle.metrics())));
        files.put(BundleFiles.PROVENANCE, pretty(new TreeMap<>(provenance)));
        files.put(
                BundleFiles.ML_MODEL,
                mlModel(bundle.identity(), BundleFiles.ONNX).getBytes(StandardCharsets.UTF_8));
        if (bundle.reference() != null) {
            files.put(BundleFiles.REFERENCE, bundle.reference().toJson());
        }
        return files;
    }

    private static List<GoldenRow> golden(BundleContents contents) {
        Scorer scorer = new Scorer(contents.encoder(), contents.plan());
        List<FeatureRow> rows = contents.goldenRows();
        return rows.stream()
                .limit(ModelBundle.GOLDEN_ROWS)
                .map(row -> GoldenRow.of(contents.encoder().columns(), row, scorer.score(row)))
                .toList();
    }

    /// What MLflow's tools look for in a model's directory.
    private static String mlModel(BundleIdentity identity, String plan) {
        return """
        flavors:
          flywheel:
            format: %d
            trainer: %s
            plan: %s
            feature_set: %s
        model_digest: %s
        """
                .formatted(
                        BundleManifest.FORMAT,
                        identity.trainer(),
                        plan,
                        identity.featureSet(),
                        identity.modelDigest());
    }

    private static byte[] pretty(Object value) {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }
}
