package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionOutcome.Verdict;
import dev.flywheel.contracts.ReproductionRequested;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.support.artifact.ArtifactAreas;
import dev.flywheel.support.artifact.ArtifactLocation;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/// The service where all artifacts lie in a bucket: snapshots are read from it, and so is what a
/// version is made again of.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class BucketIT {

    private static final String PLACE = "s3://flywheel-test/ml";

    private static final FeatureStandIn FEATURES = new FeatureStandIn();
    private static final RegistryStandIn REGISTRY = new RegistryStandIn();
    private static final S3Proxy PROXY = start();

    @TempDir private static Path home;

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        TestPostgres.Database database = TestPostgres.create("training");
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::user);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", TestKafka::bootstrapServers);
        // What other tests ask for is theirs.
        registry.add("spring.kafka.consumer.group-id", () -> "training-with-a-bucket");
        registry.add("spring.kafka.consumer.auto-offset-reset", () -> "latest");
        registry.add("flywheel.pipelines", () -> "src/test/resources/pipelines");
        registry.add("flywheel.artifacts", () -> PLACE);
        registry.add("flywheel.s3.endpoint", BucketIT::endpoint);
        registry.add("flywheel.state-dir", () -> home.resolve("state"));
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
        registry.add("flywheel.training.feature-url", FEATURES::url);
        registry.add("flywheel.training.registry-url", REGISTRY::url);
    }

    @AfterAll
    static void stop() throws Exception {
        PROXY.stop();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void trainsFromABucketAndMakesTheVersionAgain() {
        ArtifactStore snapshots =
                new ArtifactAreas(ArtifactLocation.of(PLACE), endpoint(), home.resolve("incoming"))
                        .of("feature");
        FEATURES.gives(SnapshotFixtures.write(SnapshotFixtures.aShop(), "s1", snapshots));

        JsonNode run = new RunsClient(port).run("{}");

        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        ReproductionOutcome outcome = reproduced();
        assertThat(outcome.verdict()).as(outcome.detail()).isEqualTo(Verdict.IDENTICAL);
    }

    private ReproductionOutcome reproduced() {
        String id = UUID.randomUUID().toString();
        ReproductionRequested request =
                new ReproductionRequested(
                        id,
                        "clicks",
                        1,
                        new StoredBundle(REGISTRY, "r1").named(),
                        SnapshotFixtures.START);
        jdbc.sql("insert into reproduction (id, request, received_at) values (?, ?, now())")
                .params(id, Json.MAPPER.writeValueAsString(request))
                .update();
        jdbc.sql(
                        """
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked,
                          consecutive_failures, version, priority)
                        values ('reproduction', ?, now(), false, 0, 1, 10)
                        """)
                .param(id)
                .update();
        await().atMost(Duration.ofMinutes(1)).until(() -> REGISTRY.outcomes.containsKey(id));
        return Objects.requireNonNull(REGISTRY.outcomes.get(id));
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + PROXY.getPort());
    }

    private static S3Proxy start() {
        System.setProperty("aws.accessKeyId", "anybody");
        System.setProperty("aws.secretAccessKey", "anything");
        S3Proxy proxy =
                S3Proxy.builder()
                        .blobStore(new TransientNio2BlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.NONE, "", "")
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            proxy.start();
            URI bucket = URI.create("http://127.0.0.1:" + proxy.getPort() + "/flywheel-test");
            http.send(
                    HttpRequest.newBuilder(bucket).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                    BodyHandlers.discarding());
            return proxy;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
