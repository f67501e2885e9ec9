package dev.flywheel.model.bundle;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.scoring.PlanFormat;
import dev.flywheel.model.scoring.PlanFormatException;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// Reads a bundle that may have been damaged or made up on its way.
final class BundleReader {

    private static final Set<String> REQUIRED =
            Set.of(
                    BundleFiles.MODEL,
                    BundleFiles.PLAN,
                    BundleFiles.PIPELINE,
                    BundleFiles.SCHEMA,
                    BundleFiles.REFERENCE,
                    BundleFiles.GOLDEN,
                    BundleFiles.METRICS);

    private static final Set<String> REQUIRED_OF_GRAPH =
            Set.of(
                    BundleFiles.ONNX,
                    BundleFiles.PIPELINE,
                    BundleFiles.SCHEMA,
                    BundleFiles.GOLDEN,
                    BundleFiles.METRICS);

    private final Path directory;
    private final Map<String, String> expected;

    private BundleReader(Path directory, Map<String, String> expected) {
        this.directory = directory;
        this.expected = expected;
    }

    static VersionBundle read(Path directory, Map<String, String> expected) throws IOException {
        return new BundleReader(directory, expected).read();
    }

    private VersionBundle read() throws IOException {
        byte[] manifestBytes = bytes(BundleFiles.MANIFEST);
        requireExpected(BundleFiles.MANIFEST, Digest.of(manifestBytes));
        BundleManifest manifest =
                parse(
                        BundleFiles.MANIFEST,
                        manifestBytes,
                        json -> Json.read(json, BundleManifest.class));
        boolean graph = OnnxBundle.KIND.equals(manifest.kind());
        Set<String> required = graph ? REQUIRED_OF_GRAPH : REQUIRED;
        requireWellFormed(manifest, required);
        Map<String, byte[]> files = verified(manifest, required);
        return graph ? graph(manifest, files) : model(manifest, files);
    }

    private static ModelBundle model(BundleManifest manifest, Map<String, byte[]> files) {
        BundleSchema schema =
                parse(BundleFiles.SCHEMA, files, json -> Json.read(json, BundleSchema.class));
        ModelBundle bundle =
                new ModelBundle(
                        manifest.identity(),
                        new String(get(files, BundleFiles.PIPELINE), StandardCharsets.UTF_8),
                        parse(BundleFiles.SCHEMA, files, _ -> new FeatureEncoder(schema.columns())),
                        parse(BundleFiles.PLAN, files, PlanFormat::read),
                        schema.threshold(),
                        parse(BundleFiles.REFERENCE, files, Reference::fromJson),
                        metrics(files));
        requireGoldenRows(bundle, golden(files));
        return bundle;
    }

    private static OnnxBundle graph(BundleManifest manifest, Map<String, byte[]> files) {
        return new OnnxBundle(
                manifest.identity(),
                new String(get(files, BundleFiles.PIPELINE), StandardCharsets.UTF_8),
                get(files, BundleFiles.ONNX),
                parse(BundleFiles.SCHEMA, files, json -> Json.read(json, OnnxSchema.class)),
                golden(files),
                files.containsKey(BundleFiles.REFERENCE)
                        ? parse(BundleFiles.REFERENCE, files, Reference::fromJson)
                        : null,
                metrics(files));
    }

    private static Map<String, Double> metrics(Map<String, byte[]> files) {
        return parse(
                BundleFiles.METRICS,
                files,
                json -> Json.MAPPER.readValue(json, new TypeReference<>() {}));
    }

    private static List<GoldenRow> golden(Map<String, byte[]> files) {
        List<GoldenRow> golden = parse(BundleFiles.GOLDEN, files, GoldenRow::readAll);
        if (golden.isEmpty()) {
            throw new BundleException.Malformed(BundleFiles.GOLDEN, "there is no golden row");
        }
        return golden;
    }

    private void requireWellFormed(BundleManifest manifest, Set<String> needed) {
        if (manifest.format() != BundleManifest.FORMAT) {
            throw new BundleException.Malformed(
                    BundleFiles.MANIFEST,
                    "format %d, this reader knows %d"
                            .formatted(manifest.format(), BundleManifest.FORMAT));
        }
        if (manifest.identity() == null || manifest.files() == null) {
            throw new BundleException.Malformed(BundleFiles.MANIFEST, "no identity or no files");
        }
        if (manifest.files().size() > BundleFiles.MAX_FILES) {
            throw new BundleException.Malformed(
                    BundleFiles.MANIFEST, "more than " + BundleFiles.MAX_FILES + " files");
        }
        if (manifest.kind() != null && !manifest.kind().equals(OnnxBundle.KIND)) {
            throw new BundleException.Malformed(
                    BundleFiles.MANIFEST, "unknown kind '%s'".formatted(manifest.kind()));
        }
        for (String required : needed) {
            if (!manifest.files().containsKey(required)) {
                throw new BundleException.Incomplete("The manifest names no '" + required + "'");
            }
        }
        for (String name : expected.keySet()) {
            if (!name.equals(BundleFiles.MANIFEST) && !manifest.files().containsKey(name)) {
                throw new BundleException.Incomplete(
                        "The registry has '" + name + "', the manifest doesn't name it");
            }
        }
    }

    /// Checks every file that the manifest names; keeps the bytes of those that are read.
    private Map<String, byte[]> verified(BundleManifest manifest, Set<String> required)
            throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (Map.Entry<String, BundleManifest.Entry> file : manifest.files().entrySet()) {
            String name = file.getKey();
            BundleFiles.requirePlainName(name);
            Digest actual;
            if (isRead(name, required)) {
                byte[] bytes = bytes(name);
                actual = Digest.of(bytes);
                files.put(name, bytes);
            } else {
                actual = digest(name);
            }
            BundleFiles.requireDigest(name, parseDigest(name, file.getValue().sha256()), actual);
            requireExpected(name, actual);
        }
        return files;
    }

    private static boolean isRead(String name, Set<String> required) {
        return (required.contains(name) && !name.equals(BundleFiles.MODEL))
                || name.equals(BundleFiles.REFERENCE);
    }

    private void requireExpected(String name, Digest actual) {
        String known = expected.get(name);
        if (known != null) {
            BundleFiles.requireDigest(name, parseDigest(name, known), actual);
        }
    }

    private static Digest parseDigest(String name, String hex) {
        try {
            return new Digest(hex);
        } catch (IllegalArgumentException _) {
            throw new BundleException.Malformed(name, "'%s' is no SHA-256".formatted(hex));
        }
    }

    private static void requireGoldenRows(ModelBundle bundle, List<GoldenRow> golden) {
        FeatureEncoder encoder = bundle.encoder();
        ScoringPlan plan = bundle.plan();
        if (encoder.slots() != plan.slots()) {
            throw new BundleException.Malformed(
                    BundleFiles.PLAN,
                    "it has %d slots, the schema %d".formatted(plan.slots(), encoder.slots()));
        }
        Scorer scorer = bundle.scorer();
        for (int i = 0; i < golden.size(); i++) {
            GoldenRow row = golden.get(i);
            double actual = scorer.score(FeatureRow.of(encoder.columns(), row.features()));
            if (!row.accepts(actual)) {
                throw new BundleException.GoldenRowMismatch(i, row.score(), actual);
            }
        }
    }

    private byte[] bytes(String name) throws IOException {
        Path file = existing(name);
        try (InputStream in = Files.newInputStream(file)) {
            long limit = BundleFiles.limit(name);
            byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            BundleFiles.requireSize(name, bytes.length);
            return bytes;
        }
    }

    private Digest digest(String name) throws IOException {
        Path file = existing(name);
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), Digest.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Digest.ofHash(in.getMessageDigest().digest());
        }
    }

    private Path existing(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException.Incomplete("Bundle file '" + name + "' is missing");
        }
        BundleFiles.requireSize(name, Files.size(file));
        return file;
    }

    private static byte[] get(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new BundleException.Incomplete("Bundle file '" + name + "' is missing");
        }
        return bytes;
    }

    private static <T> T parse(String name, Map<String, byte[]> files, Function<byte[], T> parser) {
        return parse(name, get(files, name), parser);
    }

    private static <T> T parse(String name, byte[] bytes, Function<byte[], T> parser) {
        try {
            return parser.apply(bytes);
        } catch (JacksonException e) {
            throw new BundleException.Malformed(name, e.getOriginalMessage());
        } catch (PlanFormatException | IllegalArgumentException e) {
            throw new BundleException.Malformed(name, e.toString());
        }
    }
}
