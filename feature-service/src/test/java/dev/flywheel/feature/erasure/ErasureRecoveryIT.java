package dev.flywheel.feature.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.ArchiveEraser;
import dev.flywheel.feature.archive.ArchiveFixtures;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.feature.archive.Archived;
import dev.flywheel.feature.erased.CurrentErasedKeys;
import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.online.OnlineStatus;
import dev.flywheel.feature.row.FoldProgresses;
import dev.flywheel.feature.snapshot.SnapshotSearch;
import dev.flywheel.feature.snapshot.Snapshots;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.feature.work.WorkLocks;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An erasure that a crash interrupts, and what arrives meanwhile.
class ErasureRecoveryIT {

    private static final int OF_SHOPPER = 12_000;

    @TempDir private Path directory;

    private final Pipeline pipeline = FeatureFixtures.aPipeline("erasure-recovery-it");
    private final ArchiveFixtures fixtures = new ArchiveFixtures(pipeline);
    private final ArchiveSink sink = new ArchiveSink(fixtures.database(), fixtures.clock());
    private final Archive archive = new Archive(fixtures.database());
    private final ArchiveEraser eraser = new ArchiveEraser(fixtures.database());
    private final ErasureTable table = new ErasureTable(fixtures.database(), fixtures.clock());
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final States states = new States();
    private @Nullable ErasureWorker worker;

    @BeforeEach
    void fill() {
        fixtures.archive(sink, FeatureFixtures.events(OF_SHOPPER, 1, 5, 3));
        List<Event> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(
                    FeatureFixtures.aClick(
                            "other" + i, "U1", "I1", FeatureFixtures.START.plusSeconds(i * 600L)));
        }
        fixtures.archive(sink, others);
        fixtures.archiveVersions(sink, List.of(shopper("before")));
    }

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.stop();
        }
    }

    @Test
    void goesOnAfterACrashWhereItWas() {
        UUID id = ask("U0");
        dieInTheSecondPage(id);
        assertThat(table.find(id).orElseThrow().removed().events()).isEqualTo(5_000);
        assertThat(archive.head(pipeline.name()).events()).isEqualTo(OF_SHOPPER - 5_000 + 100);

        start();

        await().atMost(Duration.ofSeconds(30)).until(() -> isDone(id));
        assertThat(table.find(id).orElseThrow().removed())
                .isEqualTo(new Erasure.Removed(OF_SHOPPER, 1, 0, 2));
        assertThat(archive.head(pipeline.name()).events()).isEqualTo(100);
        assertThat(archive.head(pipeline.name()).entityVersions()).isZero();
        assertThat(producer.history())
                .anySatisfy(sent -> {
                    assertThat(sent.key()).isEqualTo("user:U0");
                    assertThat(sent.value()).isNull();
                });
        assertThat(states.keys).containsExactly("user:U1");
    }

    @Test
    void takesInNothingMoreFromTheRequestOn() {
        ask("U0");

        Archived arrived =
                fixtures.archive(
                        sink,
                        List.of(
                                FeatureFixtures.aClick("n1", "U0", "I1", FeatureFixtures.START),
                                FeatureFixtures.aClick("n2", "U1", "I1", FeatureFixtures.START)));
        Archived versions = fixtures.archiveVersions(sink, List.of(shopper("after")));

        assertThat(arrived.events()).extracting(Event::eventId).containsExactly("n2");
        assertThat(arrived.erased()).isEqualTo(1);
        assertThat(versions.erased()).isEqualTo(1);
        assertThat(sink.offsets(fixtures.topicIds()).values()).allMatch(offset -> offset > 0);
        assertThat(archive.head(pipeline.name()).entityVersions()).isEqualTo(1);
    }

    @Test
    void waitsWhileTheOnlineStateIsAway() {
        UUID id = ask("U0");
        states.stuck = true;
        start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> table.find(id).orElseThrow().step() == Erasure.Step.ONLINE);
        assertThat(table.unfinished()).hasSize(1);

        states.stuck = false;

        await().atMost(Duration.ofSeconds(30)).until(() -> isDone(id));
        assertThat(table.unfinished()).isEmpty();
    }

    /// As a kill -9 would: what was not committed is lost.
    private void dieInTheSecondPage(UUID id) {
        int[] pages = {0};
        assertThatThrownBy(() ->
                        eraser.erase(
                                pipeline.name(),
                                "user",
                                "user_id",
                                "U0",
                                new ArchiveEraser.Removed() {
                                    @Override
                                    public void events(int count) {
                                        table.addEvents(id, count);
                                        if (++pages[0] == 2) {
                                            throw new IllegalStateException("killed");
                                        }
                                    }

                                    @Override
                                    public void entityVersions(int count) {
                                        throw new IllegalStateException("never reached");
                                    }
                                }))
                .hasMessage("killed");
    }

    private UUID ask(String key) {
        ErasureRequest request = new ErasureRequest("user", key, "asked us");
        return table.request(pipeline.name(), request.check(pipeline), "tester");
    }

    private boolean isDone(UUID id) {
        return table.find(id).orElseThrow().status() == Erasure.Status.SUCCEEDED;
    }

    private void start() {
        FeatureProperties properties = FeatureFixtures.properties(directory, 1);
        OnlineSweeper sweeper =
                new OnlineSweeper(
                        new CurrentErasedKeys(fixtures.database()),
                        new OneState(states),
                        table,
                        properties,
                        new TickingClock());
        ErasureSteps steps =
                new ErasureSteps(
                        table,
                        eraser,
                        new FoldProgresses(fixtures.database()),
                        new SnapshotSearch(
                                new Snapshots(fixtures.database(), fixtures.clock()),
                                new FileArtifactStore(directory),
                                properties),
                        new Publisher(producer),
                        sweeper);
        worker =
                new ErasureWorker(
                        Pipelines.of(pipeline),
                        table,
                        steps,
                        sweeper,
                        new WorkLocks(fixtures.database()),
                        new ErasureProperties(
                                Duration.ofMillis(50),
                                URI.create("http://127.0.0.1:1"),
                                Duration.ofSeconds(1)));
        worker.start();
    }

    private static EntityVersion shopper(String country) {
        return new EntityVersion("user", "U0", FeatureFixtures.START, Map.of("country", country));
    }

    /// At each look some seconds have passed.
    private static final class TickingClock extends Clock {

        private final AtomicLong looks = new AtomicLong();

        @Override
        public Instant instant() {
            return FeatureFixtures.START.plusSeconds(5 * looks.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /// One feature set, kept on this instance.
    private record OneState(OnlineState state) implements OnlineStates {

        @Override
        public OnlineState of(String pipeline) {
            return state;
        }

        @Override
        public OnlineState of(String pipeline, String featureSet) {
            return state;
        }

        @Override
        public List<OnlineState> kept(String pipeline) {
            return List.of(state);
        }

        @Override
        public void keep(Pipeline pipeline, int generation, boolean whole) {}

        @Override
        public void drop(String pipeline, String featureSet) {}
    }

    /// Online states without Kafka: their keys.
    private static final class States implements OnlineState {

        private final Set<String> keys = ConcurrentHashMap.newKeySet();
        private volatile boolean stuck;

        States() {
            keys.addAll(List.of("user:U0", "user+item:U0|I1", "user:U1"));
        }

        @Override
        public @Nullable GroupState find(StateKey key) {
            return null;
        }

        @Override
        public byte @Nullable [] stored(String stateKey) {
            return null;
        }

        @Override
        public OnlineStatus status() {
            return new OnlineStatus("erasure-recovery-it", "", "RUNNING", keys.size(), 0L);
        }

        @Override
        public BooleanSupplier passage() {
            return () -> true;
        }

        @Override
        public Map<String, Set<String>> named(ErasedKeys erased) {
            return keys.stream()
                    .filter(key -> hash(erased, key) != null)
                    .collect(
                            Collectors.groupingBy(
                                    key -> String.valueOf(hash(erased, key)),
                                    Collectors.toCollection(HashSet::new)));
        }

        @Override
        public void remove(Collection<String> stateKeys) {
            if (!stuck) {
                keys.removeAll(Set.copyOf(stateKeys));
            }
        }

        private static @Nullable String hash(ErasedKeys erased, String stateKey) {
            return erased.find("user", stateKey.split("[:|]", -1)[1]);
        }
    }
}
