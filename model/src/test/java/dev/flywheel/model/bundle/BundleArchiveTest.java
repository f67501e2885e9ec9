package dev.flywheel.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.Scorer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleArchiveTest {

    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);
    private static final int FLAGS = 8;
    private static final int METHOD = 10;
    private static final int CRC = 16;
    private static final int SIZE = 24;
    private static final int MADE_BY = 4;
    private static final int ATTRIBUTES = 38;
    private static final int UNIX = 3 << 8;

    @TempDir Path directory;

    @Test
    void scoresFromAnArchiveAsFromItsDirectory() throws IOException {
        BundleContents contents = BundleFixtures.contents();
        Path file = archive(parts(contents));

        ModelBundle bundle = BundleArchive.load(file);

        Scorer written = new Scorer(contents.encoder(), contents.plan());
        Scorer read = bundle.scorer();
        for (FeatureRow row : contents.goldenRows()) {
            assertThat(read.score(row)).isEqualTo(written.score(row));
        }
    }

    @Test
    void writesTheSameBytesInWhateverOrderAndAsManyAsAnnounced() throws IOException {
        List<ArchivePart> parts = parts(BundleFixtures.contents());
        List<ArchivePart> reversed = new ArrayList<>(parts);
        Collections.reverse(reversed);

        byte[] bytes = written(parts);

        assertThat(written(reversed)).isEqualTo(bytes);
        assertThat(bytes).hasSize((int) BundleArchive.length(parts));
    }

    @Test
    void readsWhatOtherProgramsCompressed() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (ArchivePart part : parts(BundleFixtures.contents())) {
            files.put(part.name(), part.content().open().readAllBytes());
        }

        ModelBundle bundle = BundleArchive.load(file(Zips.of(files)));

        assertThat(bundle.identity()).isEqualTo(BundleFixtures.contents().identity());
    }

    @Test
    void keepsWhatStandsBesideTheBundleApart() throws IOException {
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        Path file = archive(List.of(part("plan.bin"), part("version.json"), part("audit.json")));

        try (BundleArchive archive = BundleArchive.open(file)) {
            assertThat(archive.names()).containsExactly("audit.json", "plan.bin", "version.json");
            assertThat(archive.bytes("version.json")).isEqualTo(TEXT);
            assertThat(archive.unpack(unpacked)).containsOnlyKeys("plan.bin");
            assertThatThrownBy(() -> archive.bytes("other.json")).hasMessageContaining("missing");
        }
        assertThat(unpacked.resolve("version.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../plan.bin",
                "/etc/passwd",
                "bundle/plan.bin",
                "bundle/",
                "..\\plan.bin",
                "C:plan.bin",
                ".plan.bin",
                "plan\u0000.bin",
                "plan\n.bin",
                "pl\u00e4n.bin",
                ""
            })
    void refusesNamesThatAreNoPlainFiles(String name) throws IOException {
        byte[] zip = Zips.of(Map.of(name, TEXT));

        assertRefused(zip, ArchiveException.Refused.class, "has a path or a strange name");
    }

    @Test
    void refusesAnEntryThatIsThereTwice() throws IOException {
        byte[] zip = Zips.renamed(of("plan.bin", "plon.bin"), "plon.bin", "plan.bin");

        assertRefused(zip, ArchiveException.Refused.class, "'plan.bin' is there twice");
    }

    @Test
    void refusesASymbolicLinkAndADevice() throws IOException {
        byte[] unix = Zips.withShort(of("plan.bin"), MADE_BY, UNIX | 20);

        for (int mode : List.of(0xa1ff, 0x41ed, 0x21b6)) {
            byte[] zip = Zips.withInt(unix, ATTRIBUTES, mode << 16);
            assertRefused(zip, ArchiveException.Refused.class, "is no plain file but a link");
        }
        byte[] plain = Zips.withInt(unix, ATTRIBUTES, 0x81a4 << 16);
        try (BundleArchive archive = BundleArchive.open(file(plain))) {
            assertThat(archive.bytes("plan.bin")).isEqualTo(TEXT);
        }
    }

    @Test
    void refusesWhatIsEncryptedOrStrangelyCompressed() throws IOException {
        byte[] zip = of("plan.bin");

        assertRefused(
                Zips.withShort(zip, FLAGS, 1), ArchiveException.Refused.class, "is encrypted");
        assertRefused(Zips.withShort(zip, METHOD, 14), ArchiveException.Refused.class, "method 14");
    }

    @Test
    void refusesABombByWhatItAnnounces() throws IOException {
        byte[] zeros = Zips.of(Map.of("plan.bin", new byte[4 << 20]));

        assertRefused(zeros, ArchiveException.Refused.class, "more than 200 times");
        assertRefused(
                Zips.withInt(of("schema.json"), SIZE, (64 << 20) + 1),
                ArchiveException.Refused.class,
                "'schema.json' has 67108865 bytes, at most 67108864");
        assertRefused(
                Zips.withInt(of("version.json"), SIZE, (8 << 20) + 1),
                ArchiveException.Refused.class,
                "'version.json' has 8388609 bytes");
    }

    @Test
    void refusesABombThatAnnouncesLess() throws IOException {
        byte[] zip = Zips.withInt(Zips.of(Map.of("plan.bin", new byte[4 << 20])), SIZE, 1000);

        assertThatThrownBy(() -> unpack(zip))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("plan.bin");
        assertThat(directory.resolve("unpacked/plan.bin"))
                .satisfiesAnyOf(
                        file -> assertThat(file).doesNotExist(),
                        file -> assertThat(Files.size(file)).isLessThanOrEqualTo(1000));
    }

    @Test
    void refusesAnotherChecksum() throws IOException {
        byte[] zip = Zips.withInt(of("plan.bin"), CRC, 7);

        assertThatThrownBy(() -> unpack(zip)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void refusesMoreThanTheLimitTogether() throws IOException {
        Path file = archive(List.of(part("plan.bin"), part("schema.json")));

        assertThatThrownBy(() -> BundleArchive.open(file, 7).close())
                .isInstanceOf(ArchiveException.TooLarge.class)
                .hasMessageContaining("8 bytes, at most 7");
    }

    @Test
    void refusesTooManyEntriesHoweverCounted() throws IOException {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            many.put("file" + i, TEXT);
        }
        byte[] zip = Zips.of(many);

        assertRefused(zip, ArchiveException.TooLarge.class, "100 entries");
        byte[] claimsFewer = Zips.withEnd(Zips.withEnd(zip, 8, 2), 10, 2);
        assertRefused(claimsFewer, ArchiveException.Unreadable.class, "more entries");
        for (int i = 100; i < 2_000; i++) {
            many.put("file" + i, TEXT);
        }
        byte[] claimsOne = Zips.withEnd(Zips.withEnd(Zips.of(many), 8, 1), 10, 1);
        assertRefused(claimsOne, ArchiveException.TooLarge.class, "bytes of table");
    }

    @Test
    void refusesAPartOfAnArchive() throws IOException {
        byte[] zip = written(parts(BundleFixtures.contents()));

        for (int length : List.of(0, 10, 22, 1_000, zip.length / 2, zip.length - 1)) {
            assertRefused(
                    Arrays.copyOf(zip, length), ArchiveException.Unreadable.class, "can't be read");
        }
        assertRefused(
                Arrays.copyOfRange(zip, 1_000, zip.length),
                ArchiveException.Unreadable.class,
                "can't be read");
    }

    @Test
    void refusesOneFlippedBitWhereverItIs() throws IOException {
        byte[] zip = written(List.of(part("plan.bin")));

        for (int i = 0; i < zip.length; i++) {
            byte[] flipped = zip.clone();
            flipped[i] ^= 1;
            Path unpacked = Files.createDirectory(directory.resolve("flipped" + i));
            try (BundleArchive archive = BundleArchive.open(file(flipped))) {
                Map<String, String> digests = archive.unpack(unpacked);
                // What is left are fields that nobody believes, such as times, and the name.
                assertThat(digests.values()).containsExactly(sha(TEXT));
            } catch (ArchiveException _) {
                assertThat(i).isNotNegative();
            }
        }
    }

    @Test
    void refusesAnArchiveInAnArchive() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (ArchivePart part : parts(BundleFixtures.contents())) {
            files.put(part.name(), part.content().open().readAllBytes());
        }
        files.put("inner.zip", Zips.of(files));

        Path file = file(Zips.of(files));

        assertThatThrownBy(() -> BundleArchive.load(file))
                .isInstanceOf(BundleException.Incomplete.class)
                .hasMessageContaining("inner.zip");
    }

    private void assertRefused(byte[] zip, Class<? extends ArchiveException> type, String message)
            throws IOException {
        Path file = file(zip);
        ThrowingCallable open = () -> BundleArchive.open(file).close();
        assertThatThrownBy(open).isInstanceOf(type).hasMessageContaining(message);
    }

    private void unpack(byte[] zip) throws IOException {
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        try (BundleArchive archive = BundleArchive.open(file(zip))) {
            archive.unpack(unpacked);
        }
    }

    private List<ArchivePart> parts(BundleContents contents) throws IOException {
        Path bundle = directory.resolve("bundle");
        List<ArchivePart> parts = new ArrayList<>();
        for (String name : ModelBundle.write(bundle, contents).keySet()) {
            parts.add(ArchivePart.of(name, Files.readAllBytes(bundle.resolve(name))));
        }
        return parts;
    }

    private Path archive(List<ArchivePart> parts) throws IOException {
        return file(written(parts));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "archive", ".zip"), bytes);
    }

    private static byte[] written(List<ArchivePart> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BundleArchive.write(bytes, parts);
        return bytes.toByteArray();
    }

    private static byte[] of(String... names) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put(name, TEXT);
        }
        return Zips.of(files);
    }

    private static ArchivePart part(String name) {
        return ArchivePart.of(name, TEXT);
    }

    private static String sha(byte[] bytes) {
        return Digest.of(bytes).hex();
    }
}
