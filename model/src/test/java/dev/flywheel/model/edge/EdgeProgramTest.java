package dev.flywheel.model.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.ArchivePart;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.BundleFixtures;
import dev.flywheel.model.bundle.GoldenRow;
import dev.flywheel.model.bundle.ModelBundle;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class EdgeProgramTest {

    @TempDir Path directory;

    /// In a process of its own, whose class path is all that `docs/edge.md` names.
    @Test
    void predictsWithAnArchiveAndNothingElse() throws Exception {
        Path archive = archive();
        List<GoldenRow> golden =
                Json.MAPPER.readValue(
                        Files.readAllBytes(directory.resolve("bundle/golden.json")),
                        new TypeReference<>() {});

        List<String> printed = run(archive, golden);

        assertThat(printed)
                .containsExactlyElementsOf(
                        golden.stream().map(row -> Double.toString(row.score())).toList());
    }

    @Test
    void isTheProgramThatTheDocumentShows() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/dev/flywheel/model/edge/EdgeProgram.java"));

        assertThat(Files.readString(Path.of("../docs/edge.md")))
                .contains(source.substring(source.indexOf("public final class")));
    }

    private Path archive() throws IOException {
        Path bundle = directory.resolve("bundle");
        List<ArchivePart> parts = new ArrayList<>();
        for (String name : ModelBundle.write(bundle, BundleFixtures.contents()).keySet()) {
            parts.add(ArchivePart.of(name, Files.readAllBytes(bundle.resolve(name))));
        }
        Path archive = directory.resolve("clicks-3.zip");
        try (OutputStream out = Files.newOutputStream(archive)) {
            BundleArchive.write(out, parts);
        }
        return archive;
    }

    private List<String> run(Path archive, List<GoldenRow> rows) throws Exception {
        Path input = directory.resolve("rows.ndjson");
        Path output = directory.resolve("scores.txt");
        Files.write(
                input,
                rows.stream().map(row -> Json.MAPPER.writeValueAsString(row.features())).toList(),
                StandardCharsets.UTF_8);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath(),
                                EdgeProgram.class.getName(),
                                archive.toString())
                        .redirectInput(input.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(output);
    }

    /// The program, `model`, `contracts`, and Jackson.
    private static String classPath() {
        return Stream.of(
                        EdgeProgram.class,
                        ModelBundle.class,
                        Json.class,
                        JsonMapper.class,
                        JsonParser.class,
                        JsonProperty.class)
                .map(EdgeProgramTest::location)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
