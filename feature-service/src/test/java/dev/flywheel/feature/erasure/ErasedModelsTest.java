package dev.flywheel.feature.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.flywheel.support.FlywheelProperties;
import dev.flywheel.support.artifact.ArtifactLocation;
import dev.flywheel.support.client.ServiceClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

/// What the registry's search of versions answers, page by page.
@SuppressWarnings("NullAway.Init") // JUnit calls start before each test
class ErasedModelsTest {

    private static final String FIRST =
            """
            {"model_versions": [
              {"name": "shop", "version": "4", "aliases": ["champion"], "tags": [
                {"key": "flywheel.run", "value": "r4"}, {"key": "flywheel.snapshot", "value": "s2"}]},
              {"name": "shop", "version": "3", "tags": [{"key": "flywheel.snapshot", "value": "other"}]}],
             "next_page_token": "eyJvZmZzZXQiOjJ9"}
            """;

    private static final String SECOND =
            """
            {"model_versions": [
              {"name": "shop", "version": "2"},
              {"name": "shop", "version": "1", "tags": [{"key": "flywheel.snapshot", "value": "s1"}]}]}
            """;

    private final List<String> queries = new ArrayList<>();
    private HttpServer registry;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext(
                "/api/2.0/mlflow/model-versions/search",
                exchange -> {
                    String query = exchange.getRequestURI().getQuery();
                    queries.add(query);
                    byte[] body = (query.contains("page_token") ? SECOND : FIRST).getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void listsTheVersionsThatCameFromASnapshotThatHeldTheEntity() {
        assertThat(models().of(erasure("s1", "s2")))
                .containsExactly(
                        new ErasedModels.Trained("shop", 1, null, "s1", 7, List.of()),
                        new ErasedModels.Trained("shop", 4, "r4", "s2", 7, List.of("champion")));
        assertThat(queries).hasSize(2);
        assertThat(queries.getFirst()).contains("filter=name='shop'");
        assertThat(queries.getLast()).contains("page_token=eyJvZmZzZXQiOjJ9");
    }

    @Test
    void asksNobodyWhereNoSnapshotHeldIt() {
        assertThat(models().of(erasure())).isEmpty();
        assertThat(queries).isEmpty();
    }

    @Test
    void saysThatTheRegistryIsAway() {
        status = 500;

        assertThatThrownBy(() -> models().of(erasure("s1")))
                .isInstanceOf(ErasureException.RegistryAway.class);
    }

    private ErasedModels models() {
        FlywheelProperties properties =
                new FlywheelProperties(
                        Path.of("pipelines"),
                        new ArtifactLocation.Directory(Path.of("artifacts")),
                        new FlywheelProperties.S3(null),
                        Path.of("state"),
                        1,
                        null,
                        new FlywheelProperties.Jwt(null, null));
        return new ErasedModels(
                new ServiceClients(RestClient.builder(), properties),
                new ErasureProperties(
                        Duration.ofSeconds(1),
                        URI.create("http://127.0.0.1:" + registry.getAddress().getPort()),
                        Duration.ofSeconds(5)));
    }

    private static Erasure erasure(String... snapshots) {
        return new Erasure(
                UUID.randomUUID(),
                "shop",
                "user",
                "a hash",
                Erasure.Status.SUCCEEDED,
                Erasure.Step.DONE,
                null,
                new Erasure.Removed(1, 0, snapshots.length, 1),
                List.of(snapshots).stream()
                        .map(id -> new Erasure.HeldBy(id, 7, "rows", "lists"))
                        .toList(),
                List.of(),
                null);
    }
}
