package dev.flywheel.registry.archive.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flywheel.model.bundle.ArchiveException;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.BundleException;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.registry.archive.CarryFixtures;
import dev.flywheel.registry.artifact.ArtifactException.ArtifactTooLargeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.ProblemDetail;

class ArchiveProblemsTest {

    private final ArchiveProblems problems = new ArchiveProblems();

    @TempDir Path directory;

    @Test
    void answersOnlyWithTypesThatTheListOfProblemsHas() throws IOException {
        String list = Files.readString(Path.of("../docs/problems.md"));
        List<ProblemDetail> answers = new ArrayList<>();

        CarryFixtures.everyRefusal().forEach(refused -> answers.add(problems.answer(refused)));
        answers.add(problems.answer(refusal(Files.createFile(directory.resolve("empty")), 9)));
        answers.add(problems.answer(refusal(zip("../x"), 9)));
        answers.add(problems.answer(refusal(zip("plan.bin"), 0)));
        answers.add(
                problems.answer(
                        catchThrowableOfType(
                                BundleException.class, () -> BundleFiles.requirePlainName("/"))));
        answers.add(problems.answer(new ArtifactTooLargeException(9)));

        assertThat(answers)
                .hasSize(7)
                .allSatisfy(problem -> {
                    String type = String.valueOf(problem.getType());
                    String word = type.substring(type.lastIndexOf('/') + 1);
                    assertThat(list).contains("| `%s` | %d |".formatted(word, problem.getStatus()));
                });
    }

    private static ArchiveException refusal(Path file, long limit) {
        return catchThrowableOfType(
                ArchiveException.class, () -> BundleArchive.open(file, limit).close());
    }

    private Path zip(String entry) throws IOException {
        Path file = Files.createTempFile(directory, "archive", ".zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(1);
        }
        return file;
    }
}
