package dev.flywheel.feature.featureset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.FeatureService;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A feature set is filled from an archive that has reference data and no event yet.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmptyFillIT {

    private static final String NAME = "empty-fill-it";
    private static final int ITEMS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private static Path directory;
    private static FeatureService service;

    @BeforeAll
    static void start() {
        service =
                FeatureService.start(
                        NAME, directory, Map.of("FLYWHEEL_FEATURE_SETS_POLL", "100ms"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void sendsReferenceDataOnceAndWaitsForNothingElse() {
        FeatureFixtures.items(ITEMS).forEach(service::send);
        service.flush();
        await().atMost(PATIENCE)
                .until(() -> get("/archive").path("entity_versions").asInt() == 2 * ITEMS);
        String changed =
                FeatureFixtures.aPipelineFile(NAME)
                        .replace("user_mean_price: { mean:", "user_mean_price: { max:");
        Pipeline pipeline = PipelineReader.read(changed, NAME + ".yaml");

        service.restart(changed);

        String set = pipeline.featureSet().id();
        awaitReady(set);
        assertThat(sent(Topics.archivedEntities(NAME, set))).isEqualTo(2 * ITEMS);
        await().atMost(PATIENCE).until(() -> get("/online").path("lag").asInt(-1) == 0);
    }

    @Test
    @Order(2)
    void waitsAgainForWhatWasSentBeforeARestart() {
        String set = get("/archive").path("feature_set").asString();
        service.stop();
        service.execute("update feature_set set state = 'FILLING' where id = '" + set + "'");

        service.start();

        awaitReady(set);
    }

    private static void awaitReady(String set) {
        await().atMost(PATIENCE)
                .until(() ->
                        get("/feature-sets")
                                .path("feature_sets")
                                .valueStream()
                                .filter(each -> each.path("feature_set").asString().equals(set))
                                .anyMatch(each -> each.path("state").asString().equals("READY")));
    }

    private static long sent(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", TestKafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            return consumer
                    .endOffsets(
                            consumer.partitionsFor(topic).stream()
                                    .map(info -> new TopicPartition(topic, info.partition()))
                                    .toList())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static JsonNode get(String path) {
        return Objects.requireNonNull(
                service.client(Scope.FEATURES_READ)
                        .get()
                        .uri("/pipelines/" + NAME + path)
                        .retrieve()
                        .body(JsonNode.class));
    }
}
