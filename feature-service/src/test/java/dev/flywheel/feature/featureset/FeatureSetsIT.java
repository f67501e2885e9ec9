package dev.flywheel.feature.featureset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.FeatureService;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.fold.Fold;
import dev.flywheel.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.databind.JsonNode;

/// A pipeline's file changes while a version reads the old features: both sets are kept, the new
/// one is filled from the archive although Kafka has forgotten the events, and each is retired and
/// made again as versions come and go.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FeatureSetsIT {

    private static final String NAME = "feature-sets-it";
    private static final int USERS = 40;
    private static final int ITEMS = 8;
    private static final List<Event> EVENTS = FeatureFixtures.events(3_000, USERS, ITEMS, 11);
    private static final String OLD_FILE = FeatureFixtures.aPipelineFile(NAME);
    private static final String NEW_FILE =
            OLD_FILE.replace(
                            "  user_clicks: { count: click, by: user }",
                            "  user_views: { count: view, by: user, window: 7d }\n"
                                    + "  user_clicks: { count: click, by: user }")
                    .replace(
                            "user_mean_price: { mean: item.price, on: click, by: user }",
                            "user_mean_price: { max: item.price, on: click, by: user }")
                    .replace("  user_country: { attribute: user.country }\n", "");
    private static final Pipeline OLD = PipelineReader.read(OLD_FILE, NAME + ".yaml");
    private static final Pipeline NEW = PipelineReader.read(NEW_FILE, NAME + ".yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private static Path directory;
    private static FeatureService service;
    private static long revision;

    @BeforeAll
    static void start() {
        service =
                FeatureService.start(
                        NAME,
                        directory,
                        Map.of(
                                "FLYWHEEL_FEATURE_SETS_POLL",
                                "100ms",
                                "FLYWHEEL_FEATURE_SETS_KEEP",
                                "1s",
                                "FLYWHEEL_FEATURE_SETS_CHUNK",
                                "500"));
        makeModelEvents();
        FeatureFixtures.items(ITEMS).forEach(service::send);
        EVENTS.forEach(service::send);
        service.flush();
        awaitReady(OLD);
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    JsonNode archive = get("/pipelines/" + NAME + "/archive");
                    assertThat(archive.path("events").asLong()).isEqualTo(EVENTS.size());
                    assertThat(archive.path("entity_versions").asLong()).isEqualTo(2 * ITEMS);
                });
        awaitApplied(OLD, EVENTS.size());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void plansAChangedFileAndChangesNothing() {
        JsonNode plan = plan(NEW_FILE);

        assertThat(plan.path("feature_set").asString()).isEqualTo(NEW.featureSet().id());
        assertThat(plan.path("declared_feature_set").asString()).isEqualTo(OLD.featureSet().id());
        assertThat(plan.path("is_new").asBoolean()).isTrue();
        assertThat(names(plan.path("added"))).containsExactly("user_views");
        assertThat(names(plan.path("removed"))).containsExactly("user_country");
        assertThat(names(plan.path("changed"))).containsExactly("user_mean_price");
        assertThat(plan.path("events").asLong()).isEqualTo(EVENTS.size());
        assertThat(plan.path("rows").asLong())
                .isEqualTo(EVENTS.stream().filter(e -> e.eventType().equals("click")).count());
        assertThat(plan.path("minutes").asDouble()).isPositive();
        assertThat(plan.path("kafka_bytes").asLong())
                .isCloseTo(
                        EVENTS.stream().mapToLong(event -> Json.bytes(event).length).sum(),
                        within(EVENTS.size() * 5L));
        assertThat(plan.path("state_bytes").asLong()).isEqualTo(stateBytes());
        assertThat(plan(OLD_FILE).path("is_new").asBoolean()).isFalse();
        assertThat(sets()).hasSize(1);
    }

    @Test
    @Order(2)
    void refusesAPlanOfAFileWithMistakesOrOfAnotherPipeline() {
        assertThat(refused(NEW_FILE.replace("by: user,", "by: usr,")).path("mistakes").toString())
                .contains("features.user_views", "usr", "user");
        assertThat(refused(FeatureFixtures.aPipelineFile("other")).path("detail").asString())
                .isEqualTo("The file declares the pipeline 'other'; expected '" + NAME + "'");
    }

    @Test
    @Order(3)
    void fillsAChangedSetFromTheArchiveBesideTheServedOne() throws Exception {
        announce(Map.of(1, OLD));
        deleteFromKafka(Topics.events(NAME));

        service.restart(NEW_FILE);

        awaitReady(NEW);
        JsonNode filled = set(NEW);
        assertThat(filled.path("sent").asLong()).isEqualTo(EVENTS.size());
        assertThat(filled.path("declared").asBoolean()).isTrue();
        assertThat(filled.path("online").path("applied").asLong()).isEqualTo(EVENTS.size());
        assertThat(set(OLD).path("state").asString()).isEqualTo("READY");
        await().atMost(PATIENCE).until(() -> set(OLD).path("versions").toString().equals("[1]"));
        assertOnlineEqualsFold(EVENTS);
        assertThat(service.keys(Topics.onlineFeatures(NAME, NEW.featureSet().id())))
                .filteredOn(Topics.FILLED::equals)
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    @Order(4)
    void appliesWhatArrivesToBoth() {
        Event click =
                FeatureFixtures.aClick(
                        "new", "U1", "I1", EVENTS.getLast().eventTime().plusSeconds(60));
        service.send(click);
        service.send(EVENTS.get(17));
        service.flush();

        awaitApplied(OLD, EVENTS.size() + 1);
        awaitApplied(NEW, EVENTS.size() + 1);
    }

    @Test
    @Order(5)
    void retiresASetThatNoVersionReads() {
        announce(Map.of(2, NEW));

        await().atMost(PATIENCE).until(() -> set(OLD).path("state").asString("").equals("RETIRED"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(topics())
                                .filteredOn(topic -> topic.contains(NAME))
                                .noneMatch(topic -> topic.contains(OLD.featureSet().id())));
        assertThat(set(NEW).path("state").asString()).isEqualTo("READY");
    }

    @Test
    @Order(6)
    void fillsARetiredSetAgainForARollback() {
        announce(Map.of(1, OLD, 2, NEW));

        awaitReady(OLD);

        assertThat(set(OLD).path("online").path("applied").asLong()).isEqualTo(EVENTS.size() + 1);
        assertThat(set(OLD).path("versions").toString()).isEqualTo("[1]");
    }

    @Test
    @Order(7)
    void goesOnWithAFillingThatARestartInterrupted() {
        service.stop();
        service.execute(
                "update feature_set set state = 'NEW', sent_count = 0 where id = '"
                        + NEW.featureSet().id()
                        + "'");
        service.start();
        await().atMost(PATIENCE).until(() -> set(NEW).path("sent").asLong() > 0);

        service.restart(NEW_FILE);

        awaitReady(NEW);
        assertThat(set(NEW).path("online").path("applied").asLong()).isEqualTo(EVENTS.size() + 1);
    }

    @Test
    @Order(8)
    void fillsASetWhosePlaceKafkaForgot() throws ExecutionException, InterruptedException {
        service.stop();
        try (Admin admin = admin()) {
            List<String> groups =
                    admin.listGroups().all().get().stream()
                            .map(group -> group.groupId())
                            .filter(group -> group.contains(NEW.featureSet().id()))
                            .toList();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.deleteConsumerGroups(groups).all().get());
        }
        service.start();

        await().atMost(PATIENCE)
                .until(() ->
                        set(NEW).path("state").asString().equals("READY")
                                && set(NEW).path("online").path("applied").asLong()
                                        == EVENTS.size() + 1);
    }

    private static void assertOnlineEqualsFold(List<Event> events) {
        Fold fold = FeatureFixtures.fold(NEW.featureSet(), events, FeatureFixtures.items(ITEMS));
        Instant end = events.getLast().eventTime();
        for (int user = 0; user < USERS; user++) {
            Map<String, String> keys = Map.of("user", "U" + user, "item", "I" + user % ITEMS);
            JsonNode found =
                    get("/pipelines/%s/features?user=%s&item=%s"
                                    .formatted(NAME, keys.get("user"), keys.get("item")))
                            .path("features");
            fold.vector(keys, Map.of(), end)
                    .asMap()
                    .forEach((name, value) -> {
                        if (value instanceof Double number) {
                            assertThat(found.path(name).asDouble())
                                    .as(name)
                                    .isCloseTo(number, within(Math.abs(number) * 1e-9));
                        } else {
                            assertThat(found.path(name).asString()).as(name).isEqualTo(value);
                        }
                    });
        }
    }

    private static long stateBytes() {
        long[] sum = new long[1];
        FeatureFixtures.fold(NEW.featureSet(), EVENTS, FeatureFixtures.items(ITEMS))
                .forEachState(
                        (key, state) -> sum[0] += key.text().length() + state.encode().length);
        return sum[0];
    }

    private static JsonNode plan(String file) {
        return Objects.requireNonNull(
                service.client(Scope.FEATURES_READ)
                        .post()
                        .uri("/pipelines/" + NAME + "/feature-sets/plan")
                        .contentType(MediaType.APPLICATION_YAML)
                        .body(file)
                        .retrieve()
                        .body(JsonNode.class));
    }

    private static JsonNode refused(String file) {
        try {
            return plan(file);
        } catch (RestClientResponseException e) {
            assertThat(e.getStatusCode().value()).isEqualTo(422);
            return Json.MAPPER.readTree(e.getResponseBodyAsByteArray());
        }
    }

    /// Whoever keeps it hears behind the others that it is ready, and again after each start.
    private static void awaitReady(Pipeline declaring) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(set(declaring).path("state").asString()).isEqualTo("READY");
                    assertThat(set(declaring).path("online").path("state").asString())
                            .isEqualTo("RUNNING");
                });
    }

    private static void awaitApplied(Pipeline declaring, long events) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    JsonNode online = set(declaring).path("online");
                    assertThat(online.path("applied").asLong()).isEqualTo(events);
                    assertThat(online.path("lag").asLong(-1)).isZero();
                });
    }

    private static JsonNode set(Pipeline declaring) {
        return sets().getOrDefault(declaring.featureSet().id(), Json.MAPPER.createObjectNode());
    }

    private static Map<String, JsonNode> sets() {
        return get("/pipelines/" + NAME + "/feature-sets")
                .path("feature_sets")
                .valueStream()
                .collect(
                        Collectors.toMap(
                                set -> set.path("feature_set").asString(), Function.identity()));
    }

    private static List<String> names(JsonNode names) {
        return names.valueStream().map(JsonNode::asString).toList();
    }

    private static void announce(Map<Integer, Pipeline> versions) {
        Map<Integer, ModelServing.Bundle> bundles = new HashMap<>();
        versions.forEach((version, pipeline) ->
                bundles.put(
                        version,
                        new ModelServing.Bundle(
                                "run",
                                "1/run/artifacts/bundle",
                                Map.of(),
                                pipeline.featureSet().id(),
                                pipeline.hash())));
        revision++;
        service.send(
                Topics.MODEL_EVENTS,
                NAME,
                Json.bytes(
                        new ModelServing(
                                NAME,
                                revision,
                                Map.of(ModelServing.CHAMPION, versions.keySet().iterator().next()),
                                bundles)));
        service.flush();
    }

    private static void makeModelEvents() {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(Topics.MODEL_EVENTS, 1, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deleteFromKafka(String topic) throws Exception {
        try (Admin admin = admin()) {
            List<TopicPartition> partitions =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                            .flatMap(described -> described.partitions().stream())
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.listOffsets(
                            partitions.stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Function.identity(), _ -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .forEach((partition, end) ->
                            all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
            admin.deleteRecords(all).all().get();
        }
    }

    private static List<String> topics() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return List.copyOf(admin.listTopics().names().get());
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
    }

    private static JsonNode get(String path) {
        return Objects.requireNonNull(
                service.client(Scope.FEATURES_READ)
                        .get()
                        .uri(path)
                        .retrieve()
                        .body(JsonNode.class));
    }
}
