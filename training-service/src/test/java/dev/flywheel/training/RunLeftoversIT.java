package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.ArtifactStore.Item;
import dev.flywheel.contracts.artifact.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What runs leave among the artifacts of this service.
class RunLeftoversIT extends RunningTraining {

    private static final Path AREA = HOME.resolve("artifacts").resolve("training");

    @Autowired private ArtifactStore artifacts;
    @Autowired private Clock clock;
    @Autowired private JdbcClient jdbc;

    @Test
    void keepsWhatARunNeedsThatGoesOnAndFreesTheRest() throws IOException {
        byte[] abandoned = "of a run that broke off".getBytes(StandardCharsets.UTF_8);
        Digest orphan = artifacts.put(new ByteArrayInputStream(abandoned)).digest();
        REGISTRY.goesAwayAt("runs/log-batch");
        String id = runs().start("{}").path("run_id").asString();
        endPause(id);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs().get(id).path("attempt").asInt() > 1);
        grow(Duration.ofHours(2));

        sweep();
        await().atMost(Duration.ofSeconds(30)).until(() -> !stored().contains(orphan));
        assertThat(stored()).isNotEmpty();

        REGISTRY.comesBack();
        endPause(id);
        JsonNode run = runs().ended(id);
        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        Digest young = artifacts.put(new ByteArrayInputStream(new byte[] {1})).digest();
        sweep();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stored()).containsExactly(young));
    }

    private void sweep() {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        jdbc.sql(
                                                """
                                                update scheduled_tasks set execution_time = now()
                                                where task_name = 'run-leftovers' and not picked
                                                """)
                                        .update()
                                == 1);
    }

    private Set<Digest> stored() throws IOException {
        try (Stream<Item> items = artifacts.items()) {
            return items.map(item -> item.stored().digest()).collect(Collectors.toSet());
        }
    }

    /// Makes everything that is stored older.
    private void grow(Duration by) throws IOException {
        try (Stream<Path> files = Files.walk(AREA)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(by)));
            }
        }
    }
}
