package dev.flywheel.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.fold.Fold;
import dev.flywheel.testsupport.ServiceProcess;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.databind.JsonNode;

/// Two instances on one Kafka and one PostgreSQL, the second a process of its own: it is killed and
/// started again, and then the first is restarted, while events arrive.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralInstancesIT {

    private static final String NAME = "several-instances-it";
    private static final int USERS = 24;
    private static final int ITEMS = 8;
    private static final List<Event> EVENTS = FeatureFixtures.events(3_000, USERS, ITEMS, 17);
    private static final List<EntityVersion> VERSIONS = FeatureFixtures.items(ITEMS);

    /// A dead member of a group is found out after 10 s, and its open transaction after as long.
    private static final ConditionFactory PATIENTLY = await().atMost(Duration.ofSeconds(120));

    /// A process needs ten seconds of a processor to start, which on a busy machine are minutes.
    private static final ConditionFactory STARTING = await().atMost(Duration.ofMinutes(5));

    @TempDir private static Path directory;
    private static FeatureService one;
    private static String port;
    private static Process two;

    @BeforeAll
    static void start() throws IOException {
        Path token =
                Files.writeString(
                        directory.resolve("token"), TestTokens.token(Scope.FEATURES_READ));
        one =
                FeatureService.start(
                        NAME,
                        directory,
                        Map.of(
                                "FLYWHEEL_FEATURE_INSTANCE",
                                "one",
                                "FLYWHEEL_SERVICE_TOKEN_FILE",
                                token.toString()));
        port = String.valueOf(ServiceProcess.freePort());
        two = startTwo();
        VERSIONS.forEach(one::send);
        one.flush();
        STARTING.until(() -> isRunning(one()) && isRunning(two()));
    }

    @AfterAll
    static void stop() {
        two.destroyForcibly();
        one.close();
    }

    @Test
    @Order(1)
    void sharePartitionsAndAnswerTheSame() {
        send(0, 1_000);

        PATIENTLY.untilAsserted(() -> assertThrough(1_000, one(), two()));
        PATIENTLY.until(() -> archived() == 1_000);
        assertAnswers(one(), 1_000);
        assertAnswers(two(), 1_000);
    }

    @Test
    @Order(2)
    void keepEachStateOnOneInstance() {
        for (int user = 0; user < USERS; user++) {
            String state =
                    "/pipelines/%s/feature-sets/%s/state?key=user:U%d"
                            .formatted(NAME, features().id(), user);

            PATIENTLY.untilAsserted(() ->
                    assertThat(List.of(status(one(), state), status(two(), state)))
                            .containsExactlyInAnyOrder(200, 503));
        }
    }

    @Test
    @Order(3)
    void takeOverFromAnInstanceThatIsKilled() throws InterruptedException {
        two.destroyForcibly().waitFor();
        send(1_000, 2_000);

        PATIENTLY.untilAsserted(() -> {
            for (int user = 0; user < USERS; user++) {
                assertKnowsAtLeast(user, 1_000);
            }
            assertThrough(2_000, one());
        });
        PATIENTLY.until(() -> archived() == 2_000);
        assertAnswers(one(), 2_000);
    }

    @Test
    @Order(4)
    void loseNothingWhenOneAfterTheOtherIsRestarted() {
        two = startTwo();
        send(2_000, 2_300);
        STARTING.until(() -> isRunning(two()) && applied(two()) > 0);

        one.stop();
        send(2_300, 2_600);
        one.start();
        send(2_600, 3_000);

        PATIENTLY.until(() -> isRunning(one()) && isRunning(two()));
        PATIENTLY.untilAsserted(() -> assertThrough(EVENTS.size(), one(), two()));
        PATIENTLY.until(() -> archived() == EVENTS.size());
        assertAnswers(one(), EVENTS.size());
        assertAnswers(two(), EVENTS.size());
    }

    @Test
    @Order(5)
    void archiveEachEventOnceAndPrepareItsRow() {
        PATIENTLY.untilAsserted(() -> {
            Map<String, PreparedRow> rows = new HashMap<>();
            one.rows().forEach(row -> rows.put(row.eventId(), row));
            assertThat(rows).hasSize((int) clicks(EVENTS));
            for (PreparedRow row : rows.values()) {
                assertThat(row.features().get("user_clicks"))
                        .as(row.eventId())
                        .isEqualTo((double) clicksBefore(row));
            }
        });
        assertThat(archived()).isEqualTo(EVENTS.size());
        // Rows are counted once Kafka has them.
        PATIENTLY.until(() ->
                get(one(), "/pipelines/" + NAME + "/archive").path("rows_prepared").asLong()
                        == clicks(EVENTS));
    }

    @Test
    @Order(6)
    void publishTheStatesOfASingleFold() {
        Map<String, Optional<byte[]>> published =
                one.latest(Topics.onlineFeatures(NAME, features().id()));
        Fold fold = FeatureFixtures.fold(features(), EVENTS, VERSIONS);
        Instant end = EVENTS.getLast().eventTime();

        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                Map<String, String> keys = Map.of("user", "U" + user, "item", "I" + item);
                FeatureVector online =
                        features()
                                .vector(
                                        key ->
                                                published
                                                        .getOrDefault(key.text(), Optional.empty())
                                                        .map(state ->
                                                                GroupState.decode(
                                                                        features(),
                                                                        key.group(),
                                                                        state))
                                                        .orElse(null),
                                        keys,
                                        Map.of(),
                                        end);

                assertThat(online.asMap()).isEqualTo(fold.vector(keys, Map.of(), end).asMap());
            }
        }
    }

    /// Both answer what a single fold of so many events gives.
    private static void assertAnswers(RestClient instance, int events) {
        List<Event> sent = EVENTS.subList(0, events);
        Fold fold = FeatureFixtures.fold(features(), sent, VERSIONS);
        Instant end = sent.getLast().eventTime();
        for (int user = 0; user < USERS; user += 2) {
            for (int item = 0; item < ITEMS; item += 3) {
                JsonNode answer =
                        answer(
                                instance,
                                "/pipelines/%s/features?user=U%d&item=I%d"
                                        .formatted(NAME, user, item));
                Map<String, Object> expected =
                        fold.vector(Map.of("user", "U" + user, "item", "I" + item), Map.of(), end)
                                .asMap();

                Map<String, Object> actual = new HashMap<>();
                answer.path("features")
                        .properties()
                        .forEach(feature -> {
                            if (!feature.getValue().isNull()) {
                                actual.put(feature.getKey(), value(feature.getValue()));
                            }
                        });
                assertThat(actual).isEqualTo(expected);
            }
        }
    }

    /// While partitions still move, whoever is asked may say that it can't tell now.
    private static JsonNode answer(RestClient instance, String path) {
        return PATIENTLY
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(failure ->
                        failure instanceof RestClientResponseException answer
                                && answer.getStatusCode().value() == 503)
                .until(() -> get(instance, path), Objects::nonNull);
    }

    private static Object value(JsonNode value) {
        return value.isNumber() ? value.asDouble() : value.asString();
    }

    /// Whoever is asked while partitions move knows what was known before, or says that it can't
    /// tell.
    private static void assertKnowsAtLeast(int user, int events) {
        try {
            double known =
                    get(one(), "/pipelines/" + NAME + "/features?user=U" + user)
                            .path("features")
                            .path("user_clicks")
                            .asDouble(0);
            long before =
                    clicks(
                            EVENTS.subList(0, events).stream()
                                    .filter(event -> ("U" + user).equals(event.text("user_id")))
                                    .toList());
            assertThat(known).isGreaterThanOrEqualTo(before);
        } catch (RestClientResponseException e) {
            assertThat(e.getStatusCode().value()).isEqualTo(503);
        }
    }

    private static long clicks(List<Event> events) {
        return events.stream().filter(event -> event.eventType().equals("click")).count();
    }

    private static long clicksBefore(PreparedRow row) {
        Event of =
                EVENTS.stream()
                        .filter(event -> event.eventId().equals(row.eventId()))
                        .findFirst()
                        .orElseThrow();
        return clicks(
                EVENTS.stream()
                        .filter(event -> of.place().isAfter(event.place()))
                        .filter(event -> Objects.equals(of.text("user_id"), event.text("user_id")))
                        .toList());
    }

    /// Sends events, shuffled, one in ten twice.
    private static void send(int from, int to) {
        List<Event> arriving = new ArrayList<>(EVENTS.subList(from, to));
        arriving.addAll(EVENTS.subList(from, from + (to - from) / 10));
        Collections.shuffle(arriving, new Random(from));
        arriving.forEach(one::send);
        one.flush();
    }

    private static Process startTwo() {
        return ServiceProcess.start(
                FeatureApplication.class,
                "several-instances-it.log",
                List.of(
                        one.arguments(
                                directory.resolve("state-of-two"),
                                Map.of("FLYWHEEL_FEATURE_INSTANCE", "two", "server.port", port))));
    }

    private static FeatureSet features() {
        return one.pipeline().featureSet();
    }

    private static RestClient one() {
        return one.client(Scope.FEATURES_READ);
    }

    private static RestClient two() {
        return FeatureService.clientOf(port, Scope.FEATURES_READ);
    }

    private static boolean isRunning(RestClient instance) {
        JsonNode online = online(instance);
        return online != null && online.path("state").asString().equals("RUNNING");
    }

    /// Each has its share of them, and nothing is on its way.
    private static void assertThrough(int events, RestClient... instances) {
        long[] applied = Arrays.stream(instances).mapToLong(SeveralInstancesIT::applied).toArray();
        assertThat(applied).as("applied by each").doesNotContain(-1, 0);
        assertThat(Arrays.stream(applied).sum())
                .as("applied by each: %s", Arrays.toString(applied))
                .isEqualTo(events);
        JsonNode online = online(one());
        assertThat(online == null ? -1 : online.path("lag").asLong(-1)).as("lag").isZero();
    }

    private static long applied(RestClient instance) {
        JsonNode online = online(instance);
        return online == null ? -1 : online.path("applied").asLong();
    }

    private static @Nullable JsonNode online(RestClient instance) {
        try {
            return get(instance, "/pipelines/" + NAME + "/online");
        } catch (ResourceAccessException _) {
            return null;
        }
    }

    private static long archived() {
        return get(one(), "/pipelines/" + NAME + "/archive").path("events").asLong();
    }

    private static int status(RestClient instance, String path) {
        HttpStatusCode status =
                instance.get().uri(path).exchange((_, response) -> response.getStatusCode());
        return Objects.requireNonNull(status).value();
    }

    private static JsonNode get(RestClient instance, String path) {
        return Objects.requireNonNull(instance.get().uri(path).retrieve().body(JsonNode.class));
    }
}
