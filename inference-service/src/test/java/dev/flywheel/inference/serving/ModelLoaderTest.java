package dev.flywheel.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.inference.ShopFixtures;
import dev.flywheel.inference.online.OnlineFeaturesPool;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.RestClient;

class ModelLoaderTest {

    @TempDir Path directory;

    @Test
    void triesAgainAfterAnUnexpectedFailure() {
        AtomicInteger attempts = new AtomicInteger();
        RestClient registry =
                RestClient.builder()
                        .requestInterceptor((_, _, _) -> {
                            attempts.incrementAndGet();
                            throw new UncheckedIOException(
                                    "The token's file can't be read", new IOException("gone"));
                        })
                        .build();
        ServingModels.Slot slot = new ServingModels.Slot();

        try (OnlineFeaturesPool pool = pool();
                ModelLoader loader = loader(slot, registry, pool)) {
            loader.follow(serving());

            await().untilAsserted(() -> assertThat(attempts).hasValueGreaterThan(2));
            await().untilAsserted(() ->
                    assertThat(slot.status())
                            .returns(Status.Step.REFUSED, Status::step)
                            .extracting(Status::reason, STRING)
                            .contains("The token's file can't be read"));
        }
    }

    private ModelLoader loader(
            ServingModels.Slot slot, RestClient registry, OnlineFeaturesPool pool) {
        BundleCache cache = new BundleCache(directory.resolve("models"));
        return new ModelLoader(
                "clicks",
                slot,
                new ModelAssembler(cache, new BundleDownloader(registry), pool),
                cache,
                new ServingMetrics(new SimpleMeterRegistry()),
                ServedFixtures.CLOCK,
                Duration.ofMillis(20));
    }

    private OnlineFeaturesPool pool() {
        return new OnlineFeaturesPool(
                Map.of(),
                directory.resolve("online"),
                10,
                Duration.ofSeconds(1),
                ServedFixtures.CLOCK,
                new SimpleMeterRegistry());
    }

    private ModelServing serving() {
        return new ModelServing(
                "clicks",
                1,
                Map.of(ModelServing.CHAMPION, 1),
                Map.of(1, ShopFixtures.bundle(directory, "bundle", "clicks", 7)));
    }
}
