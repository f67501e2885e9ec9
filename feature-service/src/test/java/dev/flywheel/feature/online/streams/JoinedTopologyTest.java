package dev.flywheel.feature.online.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.JoinedFixtures;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.feature.online.EntityCatalogue;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.fold.Fold;
import dev.flywheel.pipeline.join.JoinState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls build before each test
class JoinedTopologyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant START = JoinedFixtures.START;

    @TempDir Path stateDir;

    private final Pipeline pipeline = JoinedFixtures.aPipeline("payments");
    private final FeatureSet features = pipeline.featureSet();
    private OnlineTopology topology;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> events;

    @BeforeEach
    void build() {
        topology = topology(pipeline);
        Map<String, Object> settings = settings();
        Properties properties = new Properties();
        properties.putAll(settings);
        driver = new TopologyTestDriver(built(topology, settings), properties, NOW);
        events =
                driver.createInputTopic(
                        Topics.events("payments"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void agreesWithTheFoldInAnyOrderOfArrival() {
        List<Event> inPlaceOrder = JoinedFixtures.events(150, 4, 3, 1);
        Fold fold = new Fold(features);
        inPlaceOrder.forEach(fold::apply);
        List<Event> shuffled = new ArrayList<>(inPlaceOrder);
        shuffled.addAll(inPlaceOrder.subList(20, 60));
        Collections.shuffle(shuffled, new Random(2));

        shuffled.forEach(this::send);

        Instant end = inPlaceOrder.getLast().eventTime();
        for (int card = 0; card < 4; card++) {
            for (int shop = 0; shop < 3; shop++) {
                Map<String, String> keys = Map.of("card", "C" + card, "shop", "S" + shop);
                Map<String, Object> expected = fold.vector(keys, Map.of(), end).asMap();
                Map<String, Object> actual =
                        features.vector(this::find, keys, Map.of(), end).asMap();
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
        assertThat(topology.unplaced()).isZero();
    }

    @Test
    void takesBackWhatTurnsOutToBeAboutAnother() {
        send(JoinedFixtures.aPayment("p1", "P1", "C1", START));
        send(JoinedFixtures.aReport("r1", "P1", START.plusSeconds(9), 1));
        assertThat(reports("C1")).isEqualTo(1);

        send(JoinedFixtures.aPayment("p2", "P1", "C2", START.plusSeconds(5)));

        assertThat(reports("C1")).isZero();
        assertThat(reports("C2")).isEqualTo(1);
    }

    @Test
    void waitsForATargetAcrossArrivalsAndForgetsItAfterItsTime() {
        Instant later = NOW.plus(Duration.ofDays(9));
        send(JoinedFixtures.aReport("r1", "P1", START.plusSeconds(9), 1), NOW);
        send(JoinedFixtures.aReport("r2", "P2", START.plusSeconds(9), 1), NOW);
        send(JoinedFixtures.aPayment("p1", "P1", "C1", START), later);
        assertThat(reports("C1")).isEqualTo(1);

        send(JoinedFixtures.aPayment("p2", "P2", "C2", START), NOW.plus(Duration.ofDays(30)));

        assertThat(reports("C2")).isZero();
    }

    @Test
    void tellsOfEventsTooLateForTheirPlace() {
        for (int i = 0; i <= JoinState.KEPT; i++) {
            send(JoinedFixtures.aPayment("p" + i, "P1", "C1", START.plusSeconds(i)));
        }
        assertThat(topology.unplaced()).isZero();

        send(JoinedFixtures.aReport("r1", "P1", START.plusMillis(500), 1));

        assertThat(topology.unplaced()).isEqualTo(1);
    }

    @Test
    void hasNoStageForJoinsWhereNothingIsJoined() {
        Pipeline shop = FeatureFixtures.aPipeline("shop");
        OnlineTopology without = topology(shop);

        assertThat(topology.repartitions()).contains("by-joined-events");
        assertThat(without.repartitions()).doesNotContain("by-joined-events");
        assertThat(built(without, settings()).describe().toString())
                .doesNotContain("join")
                .contains("by-state");
    }

    private static OnlineTopology topology(Pipeline pipeline) {
        return new OnlineTopology(
                pipeline,
                new ArrivalReader(pipeline, Clock.fixed(NOW, ZoneOffset.UTC)),
                new EntityCatalogue(pipeline.featureSet()),
                Duration.ofDays(7),
                3,
                () -> ErasedKeys.NONE);
    }

    private static Topology built(OnlineTopology topology, Map<String, Object> settings) {
        StreamsBuilder builder =
                new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        topology.addTo(builder);
        return builder.build();
    }

    private Map<String, Object> settings() {
        return OnlineSettings.of(
                "topology-test",
                Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092"),
                stateDir,
                FeatureFixtures.properties(null, 1));
    }

    private void send(Event event) {
        events.pipeInput(JoinedFixtures.topicKey(event), Json.bytes(event));
    }

    private void send(Event event, Instant arrivedAt) {
        events.pipeInput(JoinedFixtures.topicKey(event), Json.bytes(event), arrivedAt);
    }

    private double reports(String card) {
        return (double)
                features.vector(
                                this::find,
                                Map.of("card", card),
                                Map.of(),
                                START.plus(Duration.ofDays(1)))
                        .asMap()
                        .getOrDefault("reports", Double.NaN);
    }

    private @Nullable GroupState find(StateKey key) {
        byte @Nullable [] bytes =
                driver.<String, byte[]>getKeyValueStore(OnlineTopology.store(features, key.group()))
                        .get(key.text());
        return bytes == null ? null : GroupState.decode(features, key.group(), bytes);
    }
}
