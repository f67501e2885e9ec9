package dev.flywheel.training.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The SQL of the reference can be computed of a dataset.
class PipelineReferenceSqlTest {

    private static final Pattern TRUE_OR_NOT = Pattern.compile("sql: \"([^\"]+)\"(?! }`, any)");
    private static final Pattern NUMBER =
            Pattern.compile("(?:value: |of: \\{ sql: |^`\\{ sql: )\"([^\"]+)\"", Pattern.MULTILINE);

    @TempDir private Path home;

    @Test
    void givesTheValuesThatExpectationsNeed() throws IOException {
        String reference =
                Files.readString(Path.of("..", "docs", "pipeline-reference.md"))
                        .replaceAll("(?m)^.*\\.sql: found .*$", "") // mistakes
                        .replace("\\|", "|");
        List<String> conditions = expressions(TRUE_OR_NOT, reference);
        List<String> numbers = expressions(NUMBER, reference);
        assertThat(conditions).hasSizeGreaterThan(10);
        assertThat(numbers).hasSizeGreaterThan(2);

        try (SnapshotDatabase dataset = dataset()) {
            assertThat(conditions)
                    .allSatisfy(expression ->
                            assertThat(dataset.value(expression, Duration.ofMinutes(1)))
                                    .isInstanceOf(Boolean.class));
            assertThat(numbers)
                    .allSatisfy(expression ->
                            assertThat(dataset.value(expression, Duration.ofMinutes(1)))
                                    .isInstanceOf(Number.class));
        }
    }

    private static List<String> expressions(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    private SnapshotDatabase dataset() {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        return new SnapshotFiles(artifacts, home.resolve("copies"))
                .open(
                        SnapshotFixtures.write(
                                SnapshotFixtures.aShop().withEvents(200), "s", artifacts));
    }
}
