package dev.flywheel.feature.online.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.erased.ErasedFixtures;
import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.feature.online.EntityCatalogue;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.StateLookup;
import dev.flywheel.pipeline.feature.Trail;
import dev.flywheel.pipeline.fold.Fold;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls build before each test
class OnlineTopologyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir Path stateDir;

    private final Pipeline pipeline = FeatureFixtures.aPipeline("shop");
    private final FeatureSet features = pipeline.featureSet();
    private final EntityCatalogue catalogue = new EntityCatalogue(features);
    private ErasedKeys erased = ErasedKeys.NONE;
    private OnlineTopology topology;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> events;
    private TestInputTopic<String, byte[]> entities;
    private TestOutputTopic<String, byte[]> online;

    @BeforeEach
    void build() {
        Map<String, Object> settings =
                OnlineSettings.of(
                        "topology-test",
                        Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092"),
                        stateDir,
                        FeatureFixtures.properties(null, 1));
        StreamsConfig config = new StreamsConfig(settings);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(config));
        topology =
                new OnlineTopology(
                        pipeline,
                        new ArrivalReader(pipeline, Clock.fixed(NOW, ZoneOffset.UTC)),
                        catalogue,
                        Duration.ofDays(7),
                        3,
                        () -> erased);
        topology.addTo(builder);
        Properties properties = new Properties();
        properties.putAll(settings);
        driver = new TopologyTestDriver(builder.build(), properties, NOW);
        events =
                driver.createInputTopic(
                        Topics.events("shop"), new StringSerializer(), new ByteArraySerializer());
        entities =
                driver.createInputTopic(
                        Topics.entities("shop"), new StringSerializer(), new ByteArraySerializer());
        online =
                driver.createOutputTopic(
                        Topics.onlineFeatures("shop", features.id()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void publishesTheStateOfEachGroupThatAnEventChanges() {
        send(FeatureFixtures.aClick("e1", "U1", "I1", FeatureFixtures.START));

        assertThat(online.readKeyValuesToMap())
                .containsOnlyKeys("user:U1", "item:I1", "user+item:U1|I1");
    }

    @Test
    void countsALateEventAfterWhatCameBeforeItsPlace() {
        Instant start = FeatureFixtures.START;
        send(FeatureFixtures.aClick("e1", "U1", "I1", start));
        send(FeatureFixtures.aClick("e3", "U1", "I3", start.plusSeconds(20)));
        assertThat(state("user_last_item+item:I1|I3").count()).isEqualTo(1);

        send(FeatureFixtures.aClick("e2", "U1", "I2", start.plusSeconds(10)));

        assertThat(state("user_last_item+item:I1|I3").count()).isZero();
        assertThat(state("user_last_item+item:I1|I2").count()).isEqualTo(1);
        assertThat(state("user_last_item+item:I2|I3").count()).isEqualTo(1);
        assertThat(state("user_last_item:I1").count()).isEqualTo(1);
    }

    @Test
    void forgetsStatesAndTheirTrailAndPublishesTombstones() {
        Instant start = FeatureFixtures.START;
        send(FeatureFixtures.aClick("e1", "U1", "I1", start));
        send(FeatureFixtures.aClick("e2", "U2", "I1", start.plusSeconds(1)));
        online.readKeyValuesToMap();

        topology.remove(List.of("user:U1", "user+item:U1|I1"));
        driver.advanceWallClockTime(Erasing.EVERY);

        Map<String, byte[]> published = online.readKeyValuesToMap();
        assertThat(published).containsOnlyKeys("user:U1", "user+item:U1|I1");
        assertThat(published.values()).containsOnlyNulls();
        send(FeatureFixtures.aClick("e3", "U1", "I2", start.plusSeconds(2)));
        assertThat(state("user:U1").count()).isEqualTo(1);
        assertThat(driver.getKeyValueStore("followed-store").get("user_last_item+item:I1|I2"))
                .isNull();
    }

    @Test
    void forgetsAStateThatFollowsATrail() {
        Instant start = FeatureFixtures.START;
        send(FeatureFixtures.aClick("e1", "U1", "I1", start));
        send(FeatureFixtures.aClick("e2", "U1", "I2", start.plusSeconds(1)));
        assertThat(state("user_last_item+item:I1|I2").count()).isEqualTo(1);

        topology.remove(List.of("user_last_item+item:I1|I2"));
        driver.advanceWallClockTime(Erasing.EVERY);

        assertThat(driver.getKeyValueStore("followed-store").get("user_last_item+item:I1|I2"))
                .isNull();
        assertThat(online.readKeyValuesToMap()).containsEntry("user_last_item+item:I1|I2", null);
        assertThat(state("user:U1").count()).isEqualTo(2);
    }

    @Test
    void takesInNothingOfAnErasedKey() {
        erased = ErasedFixtures.anErasedUser("U1");

        send(FeatureFixtures.aClick("e1", "U1", "I1", FeatureFixtures.START));
        entities.pipeInput(
                "user:U1",
                Json.bytes(
                        new EntityVersion(
                                "user", "U1", FeatureFixtures.START, Map.of("country", "C1"))),
                NOW);
        send(FeatureFixtures.aClick("e2", "U2", "I2", FeatureFixtures.START));

        assertThat(online.readKeyValuesToMap())
                .containsOnlyKeys("user:U2", "item:I2", "user+item:U2|I2");
    }

    @Test
    void tellsOfEventsTooLateForTheirPlace() {
        for (int i = 0; i <= Trail.KEPT; i++) {
            send(FeatureFixtures.aClick("e" + i, "U1", "I1", FeatureFixtures.START.plusSeconds(i)));
        }
        assertThat(topology.unplaced()).isZero();

        send(FeatureFixtures.aClick("late", "U1", "I2", FeatureFixtures.START.minusSeconds(1)));

        assertThat(topology.unplaced()).isEqualTo(1);
        assertThat(state("user_last_item+item:I1|I1").count()).isEqualTo(Trail.KEPT);
        assertThat(state("user:U1").count()).isEqualTo(Trail.KEPT + 2);
    }

    @Test
    void appliesAnEventOnce() {
        Event click = FeatureFixtures.aClick("e1", "U1", "I1", FeatureFixtures.START);

        send(click);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        send(click);

        assertThat(state("user:U1").count()).isEqualTo(1);
        assertThat(driver.<Integer, Long>getKeyValueStore(OnlineTopology.APPLIED).get(0))
                .isEqualTo(1);
    }

    @Test
    void appliesWhatComesFromTheArchiveWithoutJudgingItAgain() {
        TestInputTopic<String, byte[]> archived =
                driver.createInputTopic(
                        Topics.archivedEvents("shop", features.id()),
                        new StringSerializer(),
                        new ByteArraySerializer());
        Event old = FeatureFixtures.aClick("e1", "U1", "I1", NOW.minus(Duration.ofDays(30_000)));

        archived.pipeInput("U1", Json.bytes(old));
        archived.pipeInput(
                "U1", Json.bytes(new Event("e2", "purchase", NOW, null, Map.of("user_id", "U1"))));
        send(FeatureFixtures.aClick("e3", "U1", "I1", NOW.minus(Duration.ofDays(30_000))));

        assertThat(state("user:U1").count()).isEqualTo(1);
    }

    @Test
    void forgetsIdsAfterTheTimeThatItIsTold() {
        Event click = FeatureFixtures.aClick("e1", "U1", "I1", FeatureFixtures.START);

        events.pipeInput("U1", Json.bytes(click), NOW);
        events.pipeInput("U1", Json.bytes(click), NOW.plus(Duration.ofDays(6)));
        assertThat(state("user:U1").count()).isEqualTo(1);
        events.pipeInput("U1", Json.bytes(click), NOW.plus(Duration.ofDays(14)));
        assertThat(state("user:U1").count()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatCannotBeRead() {
        events.pipeInput("U1", new byte[] {1, 2, 3});
        entities.pipeInput("item:I1", "{}".getBytes(UTF_8));
        send(FeatureFixtures.aClick("e1", "U1", "I1", FeatureFixtures.START));

        assertThat(state("user:U1").count()).isEqualTo(1);
    }

    @Test
    void keepsTheAttributesOfAnEntityWithoutEvents() {
        send(FeatureFixtures.anItem("I9", 12.5, FeatureFixtures.START));

        GroupState state = state("item:I9");
        assertThat(state.attribute("price", FeatureFixtures.START)).isEqualTo(12.5);
        assertThat(state.count()).isZero();
    }

    @Test
    void agreesWithTheFoldInAnyOrderOfArrival() {
        List<Event> inPlaceOrder = FeatureFixtures.events(60, 4, 3, 1);
        List<EntityVersion> versions = FeatureFixtures.items(3);
        Fold fold = FeatureFixtures.fold(features, inPlaceOrder, versions);
        List<Event> shuffled = new ArrayList<>(inPlaceOrder);
        shuffled.addAll(inPlaceOrder.subList(20, 30));
        Collections.shuffle(shuffled, new Random(2));

        versions.forEach(catalogue::apply);
        versions.forEach(this::send);
        shuffled.forEach(this::send);

        Instant end = inPlaceOrder.getLast().eventTime();
        StateLookup lookup = this::find;
        for (int user = 0; user < 4; user++) {
            for (int item = 0; item < 3; item++) {
                Map<String, String> keys = Map.of("user", "U" + user, "item", "I" + item);
                Map<String, Object> expected = fold.vector(keys, Map.of(), end).asMap();
                Map<String, Object> actual = features.vector(lookup, keys, Map.of(), end).asMap();
                assertThat(actual.keySet()).isEqualTo(expected.keySet());
                expected.forEach((name, value) -> {
                    if (value instanceof Double number) {
                        assertThat(actual.get(name))
                                .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                                .as(name)
                                .isCloseTo(number, within(Math.abs(number) * 1e-9));
                    } else {
                        assertThat(actual.get(name)).as(name).isEqualTo(value);
                    }
                });
            }
        }
    }

    private void send(Event event) {
        events.pipeInput(event.text("user_id"), Json.bytes(event));
    }

    private void send(EntityVersion version) {
        entities.pipeInput(version.topicKey(), Json.bytes(version));
    }

    private GroupState state(String stateKey) {
        StateKey key = Objects.requireNonNull(features.stateKey(stateKey));
        return Objects.requireNonNull(find(key), stateKey);
    }

    private @Nullable GroupState find(StateKey key) {
        byte @Nullable [] bytes =
                driver.<String, byte[]>getKeyValueStore(OnlineTopology.store(features, key.group()))
                        .get(key.text());
        return bytes == null ? null : GroupState.decode(features, key.group(), bytes);
    }
}
