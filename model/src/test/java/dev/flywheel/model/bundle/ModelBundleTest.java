package dev.flywheel.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.Scorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBundleTest {

    @TempDir Path directory;

    @Test
    void scoresTheSameBitsAfterReading() throws IOException {
        BundleContents contents = BundleFixtures.contents();
        Map<String, String> digests = ModelBundle.write(directory, contents);

        ModelBundle bundle = ModelBundle.read(directory, digests);

        Scorer written = new Scorer(contents.encoder(), contents.plan());
        Scorer read = bundle.scorer();
        for (FeatureRow row : contents.goldenRows()) {
            assertThat(Double.doubleToLongBits(read.score(row)))
                    .isEqualTo(Double.doubleToLongBits(written.score(row)));
        }
        assertThat(bundle.identity()).isEqualTo(contents.identity());
        assertThat(bundle.pipeline()).isEqualTo(contents.pipeline());
        assertThat(bundle.metrics()).isEqualTo(contents.metrics());
        assertThat(bundle.threshold()).isEqualTo(0.25);
        assertThat(bundle.reference().toJson()).isEqualTo(contents.reference().toJson());
    }

    @Test
    void writesTheSameBytesForTheSameContents() throws IOException {
        Map<String, String> first =
                ModelBundle.write(directory.resolve("1"), BundleFixtures.contents());

        Map<String, String> second =
                ModelBundle.write(directory.resolve("2"), BundleFixtures.contents());

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.onnx",
                "model.pb",
                "plan.bin",
                "pipeline.yaml",
                "schema.json",
                "reference.json",
                "golden.json",
                "metrics.json",
                "provenance.json",
                "MLmodel"
            })
    void refusesOneFlippedBitAndNamesTheFile(String file) throws IOException {
        ModelBundle.write(directory, BundleFixtures.contents());
        flipLastByte(directory.resolve(file));

        assertThatThrownBy(() -> ModelBundle.read(directory))
                .isInstanceOf(BundleException.Corrupt.class)
                .hasMessageMatching(
                        "Bundle file '"
                                + file
                                + "' has SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}");
    }

    @Test
    void refusesAManifestThatTheRegistryDoesNotKnow() throws IOException {
        Map<String, String> digests =
                new TreeMap<>(ModelBundle.write(directory, BundleFixtures.contents()));
        Path manifest = directory.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest) + " ");

        assertThatThrownBy(() -> ModelBundle.read(directory, digests))
                .isInstanceOf(BundleException.Corrupt.class)
                .hasMessageContaining("manifest.json");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        ModelBundle.write(directory, BundleFixtures.contents());
        Files.delete(directory.resolve("plan.bin"));

        assertThatThrownBy(() -> ModelBundle.read(directory))
                .isInstanceOf(BundleException.Incomplete.class)
                .hasMessageContaining("plan.bin");
    }

    @Test
    void refusesAFileThatOnlyTheRegistryNames() throws IOException {
        Map<String, String> digests =
                new TreeMap<>(ModelBundle.write(directory, BundleFixtures.contents()));
        digests.put("model.txt", "0".repeat(64));

        assertThatThrownBy(() -> ModelBundle.read(directory, digests))
                .isInstanceOf(BundleException.Incomplete.class)
                .hasMessageContaining("model.txt");
    }

    @Test
    void refusesANameThatLeadsOutOfTheDirectory() throws IOException {
        ModelBundle.write(directory, BundleFixtures.contents());
        edit("manifest.json", "\"MLmodel\"", "\"../MLmodel\"");

        assertThatThrownBy(() -> ModelBundle.read(directory))
                .isInstanceOf(BundleException.Malformed.class)
                .hasMessageContaining("../MLmodel");
    }

    @Test
    void refusesTooLargeAManifestBeforeReadingIt() throws IOException {
        ModelBundle.write(directory, BundleFixtures.contents());
        Files.write(directory.resolve("manifest.json"), new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> ModelBundle.read(directory))
                .isInstanceOf(BundleException.TooLarge.class);
    }

    @Test
    void refusesAGoldenRowThatScoresOtherwise() throws IOException {
        BundleContents contents = BundleFixtures.contents();
        ModelBundle.write(directory, contents);
        String golden = Files.readString(directory.resolve("golden.json"));
        String bits = golden.replaceAll("(?s).*?\"bits\" : \"([0-9a-f]+)\".*", "$1");
        String other = Long.toHexString(Long.parseUnsignedLong(bits, 16) + 1);
        String before = digestOf("golden.json");
        edit("golden.json", bits, other);
        edit("manifest.json", before, digestOf("golden.json"));

        assertThatThrownBy(() -> ModelBundle.read(directory))
                .isInstanceOf(BundleException.GoldenRowMismatch.class)
                .hasMessageContaining("Golden row 0");
    }

    private String digestOf(String file) throws IOException {
        return Digest.of(Files.readAllBytes(directory.resolve(file))).hex();
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = directory.resolve(file);
        Files.writeString(path, Files.readString(path).replace(from, to), StandardCharsets.UTF_8);
    }

    private static void flipLastByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }
}
