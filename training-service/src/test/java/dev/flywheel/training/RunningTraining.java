package dev.flywheel.training;

import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/// The whole service against real PostgreSQL and Kafka, started once for all tests that extend
/// this; the feature service and the registry are stand-ins that speak their wires.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class RunningTraining {

    static final FeatureStandIn FEATURES = new FeatureStandIn();
    static final RegistryStandIn REGISTRY = new RegistryStandIn();
    static final Path HOME = temporary();
    static final ArtifactStore ARTIFACTS =
            new FileArtifactStore(HOME.resolve("artifacts").resolve("feature"));

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        TestPostgres.Database database = TestPostgres.create("training");
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::user);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", TestKafka::bootstrapServers);
        registry.add("flywheel.pipelines", () -> "src/test/resources/pipelines");
        registry.add("flywheel.artifacts", () -> HOME.resolve("artifacts").toString());
        registry.add("flywheel.state-dir", () -> HOME.resolve("state"));
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
        registry.add("flywheel.training.feature-url", FEATURES::url);
        registry.add("flywheel.training.registry-url", REGISTRY::url);
        // A dead process is found out sooner, and a live one has as long to show that it lives.
        registry.add("db-scheduler.polling-interval", () -> "200ms");
        registry.add("db-scheduler.heartbeat-interval", () -> "1s");
        registry.add("db-scheduler.missed-heartbeats-limit", () -> "30");
    }

    /// Also waits for runs that an earlier test has asked for and not waited for.
    @BeforeEach
    void startQuietAndEmpty() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs().list().stream().allMatch(RunsClient::hasEnded));
        REGISTRY.clear();
        FEATURES.gives(snapshot(SnapshotFixtures.aShop()));
    }

    RunsClient runs() {
        return new RunsClient(port);
    }

    JsonNode run(String body) {
        return runs().run(body);
    }

    /// Has a run try again at once that waits until its next try, unless it does so by itself
    /// before.
    void endPause(String id) {
        int attempt = runs().get(id).path("attempt").asInt();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> isMadeDue(id) || hasGoneOn(runs().get(id), attempt));
    }

    private boolean isMadeDue(String id) {
        return jdbc.sql(
                                """
                                update scheduled_tasks set execution_time = now()
                                where task_name = 'training-run' and task_instance = ?
                                  and consecutive_failures > 0 and not picked
                                """)
                        .param(id)
                        .update()
                == 1;
    }

    private static boolean hasGoneOn(JsonNode run, int attempt) {
        return RunsClient.hasEnded(run) || run.path("attempt").asInt() > attempt;
    }

    /// Waits until nothing is at work on a run that has ended: its task ends a moment later.
    void awaitTaskEnded(String id) {
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        jdbc.sql(
                                                """
                                                select count(*) from scheduled_tasks
                                                where task_name = 'training-run' and task_instance = ?
                                                """)
                                        .param(id)
                                        .query(Integer.class)
                                        .single()
                                == 0);
    }

    int port() {
        return port;
    }

    static SnapshotManifest snapshot(SnapshotFixtures.Shop shop) {
        return SnapshotFixtures.write(shop, "s1", ARTIFACTS);
    }

    static ModelBundle bundle(String runId) throws IOException {
        Path directory = Files.createTempDirectory(HOME, "bundle");
        String prefix = "1/" + runId + "/artifacts/bundle/";
        for (Map.Entry<String, byte[]> file : REGISTRY.artifacts.entrySet()) {
            if (file.getKey().startsWith(prefix)) {
                Files.write(
                        directory.resolve(file.getKey().substring(prefix.length())),
                        file.getValue());
            }
        }
        return ModelBundle.read(directory);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("training");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
