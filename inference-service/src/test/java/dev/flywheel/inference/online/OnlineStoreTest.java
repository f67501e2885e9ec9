package dev.flywheel.inference.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Topics;
import dev.flywheel.inference.ShopFixtures;
import dev.flywheel.inference.serving.ServedFixtures;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineStoreTest {

    private static final FeatureSet FEATURES = ShopFixtures.pipeline("clicks").featureSet();
    private static final Group USER = Objects.requireNonNull(FEATURES.groupOf("user"));

    @TempDir Path directory;

    @Test
    void findsStatesAndKnowsCatalogueAndTime() {
        try (OnlineStore store = filled()) {
            GroupState user = Objects.requireNonNull(store.find(StateKey.of(USER, "U1")));

            assertThat(user.count()).isEqualTo(2);
            assertThat(store.find(StateKey.of(USER, "U2"))).isNull();
            assertThat(store.catalogue()).hasSize(ShopFixtures.ITEMS).contains("A0", "A19");
            assertThat(store.greatestEventTime()).isEqualTo(ShopFixtures.LAST_CLICK);
        }
    }

    @Test
    void comesBackAsItWas() {
        filled().close();

        try (OnlineStore store = open()) {
            assertThat(store.find(StateKey.of(USER, "U1"))).isNotNull();
            assertThat(store.catalogue()).hasSize(ShopFixtures.ITEMS);
            assertThat(store.greatestEventTime()).isEqualTo(ShopFixtures.LAST_CLICK);
            assertThat(store.positions()).containsExactly(Map.entry(0, 23L), Map.entry(3, 5L));
        }
    }

    @Test
    void showsAnUpdateToThoseWhoReadTheOldState() {
        try (OnlineStore store = filled()) {
            GroupState before = Objects.requireNonNull(store.find(StateKey.of(USER, "U1")));
            Instant later = ShopFixtures.LAST_CLICK.plusSeconds(60);
            GroupState next = GroupState.decode(FEATURES, USER, before.encode());
            next.apply(ShopFixtures.click("e3", "U1", "A3", later), (_, _, _, _) -> null);

            store.accept(ServedFixtures.records(Map.of("user:U1", next.encode())), Map.of(0, 24L));

            assertThat(Objects.requireNonNull(store.find(StateKey.of(USER, "U1"))).count())
                    .isEqualTo(3);
            assertThat(before.count()).isEqualTo(2);
            assertThat(store.greatestEventTime()).isEqualTo(later);
        }
    }

    /// Nobody waits for its writer without end, and RocksDB would end the process.
    @Test
    void takesNothingOnceItIsClosed() {
        OnlineStore store = filled();
        store.close();

        store.accept(List.of(filledRecord(0, true), update("user:U1", null)), Map.of(0, 25L));

        assertThat(store.isWhole(1)).isFalse();
        assertThat(store.positions()).isEmpty();
    }

    @Test
    void forgetsWhatWasDeleted() {
        try (OnlineStore store = filled()) {
            store.accept(List.of(update("item:A5", null), update("user:U1", null)), Map.of(0, 25L));

            assertThat(store.catalogue()).doesNotContain("A5").hasSize(ShopFixtures.ITEMS - 1);
            assertThat(store.find(StateKey.of(USER, "U1"))).isNull();
        }
    }

    @Test
    void isWholeOnceEachPartitionSaysSo() {
        try (OnlineStore store = filled()) {
            assertThat(store.isWhole(2)).isFalse();
            store.accept(List.of(filledRecord(0, true), filledRecord(1, true)), Map.of());
            assertThat(store.isWhole(2)).isTrue();
            assertThat(store.catalogue()).hasSize(ShopFixtures.ITEMS);
        }
        try (OnlineStore store = open()) {
            assertThat(store.isWhole(2)).isTrue();
            store.accept(List.of(filledRecord(1, false)), Map.of());
            assertThat(store.isWhole(2)).isFalse();
        }
    }

    @Test
    void leavesOutWhatItCannotRead() {
        byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
        try (OnlineStore store = filled()) {
            store.accept(
                    List.of(
                            update("user:U1", nonsense),
                            update("planet:mars", nonsense),
                            update("no colon", nonsense)),
                    Map.of(0, 26L));

            assertThat(Objects.requireNonNull(store.find(StateKey.of(USER, "U1"))).count())
                    .isEqualTo(2);
            assertThat(store.positions()).containsEntry(0, 26L);
        }
    }

    @Test
    void startsOverWhenTheTopicWasReplaced() {
        try (OnlineStore store = filled()) {
            store.startOver();

            assertThat(store.find(StateKey.of(USER, "U1"))).isNull();
            assertThat(store.catalogue()).isEmpty();
            assertThat(store.positions()).isEmpty();
            assertThat(store.greatestEventTime()).isNull();
        }
        try (OnlineStore store = open()) {
            assertThat(store.catalogue()).isEmpty();
        }
    }

    @Test
    void startsOverWhenAnotherBuildLeftItsStates() {
        try (StateDisk disk = new StateDisk(directory.resolve("online"))) {
            disk.write(Map.of("item:A1", new byte[] {99}), Map.of(0, 4L), ShopFixtures.LAST_CLICK);
        }

        try (OnlineStore store = open()) {
            assertThat(store.positions()).isEmpty();
            assertThat(store.catalogue()).isEmpty();
            assertThat(store.greatestEventTime()).isNull();
        }
    }

    @Test
    void findsNothingOnceClosed() {
        OnlineStore store = filled();
        store.close();

        assertThat(store.find(StateKey.of(USER, "U1"))).isNull();
    }

    @SuppressWarnings("NullAway") // as below
    private static ConsumerRecord<String, byte[]> filledRecord(int partition, boolean filled) {
        return new ConsumerRecord<>(
                "t", partition, 0, Topics.FILLED, filled ? new byte[] {1} : null);
    }

    private OnlineStore filled() {
        OnlineStore store = open();
        store.accept(ServedFixtures.records(ShopFixtures.states(FEATURES)), Map.of(0, 23L, 3, 5L));
        return store;
    }

    private OnlineStore open() {
        return new OnlineStore(directory.resolve("online"), FEATURES, "item", 100);
    }

    // A deleted key's record has no value, which the client's own types don't say.
    @SuppressWarnings("NullAway")
    private static ConsumerRecord<String, byte[]> update(String key, byte @Nullable [] state) {
        byte[] copy = state == null ? null : Arrays.copyOf(state, state.length);
        return new ConsumerRecord<>("t", 0, 0, key, copy);
    }
}
