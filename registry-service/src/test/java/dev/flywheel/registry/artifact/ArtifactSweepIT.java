package dev.flywheel.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RegistryIntegrationTest
class ArtifactSweepIT {

    private static final Duration HOUR = Duration.ofHours(1);

    @LocalServerPort int port;
    @Autowired ArtifactSweep sweep;
    @Autowired ArtifactStore store;
    @Autowired Clock clock;

    private RegistryClient registry;
    private Instant soon;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
        // What tests have stored lies an hour back then.
        soon = clock.instant().plus(HOUR).plusSeconds(60);
    }

    @Test
    void freesWhatNoPathHasNamedForAnHour() throws IOException {
        Digest replaced = upload("0/s1/a", "replaced");
        Digest deleted = upload("0/s1/b", "deleted");
        Digest shared = upload("0/s1/c", "shared");
        upload("0/s1/d", "shared");
        Digest broken = store.put(new ByteArrayInputStream(bytes("broken off"))).digest();
        upload("0/s1/a", "the new one");
        delete("0/s1/b");
        delete("0/s1/c");

        sweep.sweep(soon);
        sweep.sweep(soon.plus(HOUR));
        assertThat(List.of(replaced, deleted, broken)).allMatch(this::isStored);

        ArtifactSweep.Swept freed = sweep.sweep(soon.plus(HOUR).plusMillis(1));

        assertThat(List.of(replaced, deleted, broken)).noneMatch(this::isStored);
        assertThat(freed.files()).isGreaterThanOrEqualTo(3);
        assertThat(isStored(shared)).isTrue();
        assertThat(registry.download("0/s1/d").text()).isEqualTo("shared");
        assertThat(metric("flywheel_registry_swept_files_total")).isGreaterThanOrEqualTo(3);
        assertThat(metric("flywheel_registry_artifact_bytes")).isPositive();
    }

    @Test
    void beginsToCountAnewWhenAPathNamesTheBytesAgain() throws IOException {
        Digest digest = upload("0/s2/a", "named again");
        delete("0/s2/a");
        sweep.sweep(soon);
        upload("0/s2/b", "named again");
        delete("0/s2/b");

        sweep.sweep(soon.plus(HOUR).plusMillis(1));
        assertThat(isStored(digest)).isTrue();

        sweep.sweep(soon.plus(HOUR).plus(HOUR).plusSeconds(1));
        assertThat(isStored(digest)).isFalse();
    }

    @Test
    void freesTheBytesOfDeletedVersions() throws IOException {
        int version = registry.register("swept", "passed");
        String source =
                registry.get("model-versions/get?name=swept&version=" + version)
                        .json()
                        .at("/model_version/source")
                        .asString();
        String plan = source.replace("mlflow-artifacts:/", "") + "/plan.bin";
        Digest digest = Digest.of(registry.download(plan).response().body());

        registry.send(
                "DELETE",
                "/api/2.0/mlflow/model-versions/delete",
                Json.bytes(Map.of("name", "swept", "version", Integer.toString(version))));
        sweep.sweep(soon);
        sweep.sweep(soon.plus(HOUR).plusSeconds(1));

        assertThat(isStored(digest)).isFalse();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void neverFreesWhatIsUploadedMeanwhile() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong freed = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sweeps =
                    threads.submit(() -> {
                        // Each sweep takes everything for old that the last one has seen.
                        for (int i = 2; !done.get(); i += 2) {
                            freed.addAndGet(sweep.sweep(soon.plus(HOUR.multipliedBy(i))).files());
                        }
                        return done;
                    });
            try {
                for (int round = 0; round < 30 || freed.get() < 3; round++) {
                    int now = round;
                    List<Future<Integer>> uploads =
                            IntStream.range(0, 4)
                                    .mapToObj(client ->
                                            threads.submit(() ->
                                                    registry.upload(
                                                                    "0/s3/%d/%d"
                                                                            .formatted(now, client),
                                                                    bytes("equal"))
                                                            .status()))
                                    .toList();
                    for (Future<Integer> upload : uploads) {
                        assertThat(upload.get()).isEqualTo(200);
                    }
                    for (int client = 0; client < 4; client++) {
                        assertThat(registry.download("0/s3/%d/%d".formatted(now, client)).text())
                                .isEqualTo("equal");
                    }
                    delete("0/s3/" + round);
                }
            } finally {
                done.set(true);
            }
            sweeps.get();
        }
    }

    private Digest upload(String path, String content) {
        assertThat(registry.upload(path, bytes(content)).status()).isEqualTo(200);
        return Digest.of(bytes(content));
    }

    private void delete(String path) {
        assertThat(
                        registry.send(
                                        "DELETE",
                                        "/api/2.0/mlflow-artifacts/artifacts/" + path,
                                        new byte[0])
                                .status())
                .isEqualTo(200);
    }

    private boolean isStored(Digest digest) {
        try {
            return store.find(digest).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double metric(String name) {
        return registry.send("GET", "/actuator/prometheus", new byte[0])
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
