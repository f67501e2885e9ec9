package dev.flywheel.inference.online;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flywheel.contracts.Place;
import dev.flywheel.contracts.Topics;
import dev.flywheel.inference.topic.TopicSink;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.StateLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The states of one feature set: all of them on disk, the hot ones decoded in memory.
///
/// One thread writes, any number read. A state that was handed out is never changed; an update
/// replaces it.
public final class OnlineStore implements StateLookup, TopicSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OnlineStore.class);

    private final FeatureSet features;
    private final @Nullable String cataloguePrefix;
    private final StateDisk disk;
    private final Cache<StateKey, Optional<GroupState>> decoded;
    private final TreeSet<String> candidates = new TreeSet<>();
    private volatile List<String> catalogue;
    private volatile @Nullable Instant greatestEventTime;

    /// Opens the store in that directory, with what it held when it was closed or killed.
    ///
    /// @param rankedEntity whose keys make the catalogue; null if nothing is ranked
    public OnlineStore(
            Path directory, FeatureSet features, @Nullable String rankedEntity, int cachedStates) {
        this.features = features;
        Group ranked = rankedEntity == null ? null : features.groupOf(rankedEntity);
        this.cataloguePrefix = ranked == null ? null : ranked.name() + ":";
        this.disk = new StateDisk(directory);
        this.decoded = Caffeine.newBuilder().maximumSize(cachedStates).build();
        if (!disk.firstState(this::isReadable)) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .log("These states are of another build; reading the topic from the beginning");
            disk.clear();
        }
        if (cataloguePrefix != null) {
            disk.forEachKey(cataloguePrefix, key -> candidates.add(candidate(key)));
        }
        this.catalogue = List.copyOf(candidates);
        this.greatestEventTime = disk.greatestEventTime();
    }

    @Override
    public @Nullable GroupState find(StateKey key) {
        Optional<GroupState> state = decoded.getIfPresent(key);
        if (state == null) {
            state = decoded.get(key, this::load);
        }
        return state.orElse(null);
    }

    /// The keys of all known entities that can be ranked, in order.
    public List<String> catalogue() {
        return catalogue;
    }

    /// The latest event time that any state has seen; null before the first event.
    public @Nullable Instant greatestEventTime() {
        return greatestEventTime;
    }

    @Override
    public Map<Integer, Long> positions() {
        return disk.positions();
    }

    @Override
    public void accept(List<ConsumerRecord<String, byte[]>> records, Map<Integer, Long> positions) {
        Map<String, byte @Nullable []> states = new HashMap<>();
        boolean changed = false;
        Instant greatest = greatestEventTime;
        for (ConsumerRecord<String, byte[]> update : records) {
            byte @Nullable [] state = update.value();
            if (Topics.FILLED.equals(update.key())) {
                disk.filled(update.partition(), state != null);
                continue;
            }
            if (state != null) {
                GroupState read = read(update.key(), state);
                if (read == null) {
                    continue;
                }
                Place place = read.place();
                if (place != null && (greatest == null || place.eventTime().isAfter(greatest))) {
                    greatest = place.eventTime();
                }
            }
            states.put(update.key(), state);
            changed |= updateCatalogue(update.key(), state != null);
        }
        disk.write(states, positions, greatest);
        // After the write, so that a reader who loads meanwhile can't leave the old state behind.
        states.keySet().forEach(this::forget);
        greatestEventTime = greatest;
        if (changed) {
            catalogue = List.copyOf(candidates);
        }
    }

    /// The topic's writer tells in each partition when no state before lacks an event of the past.
    @Override
    public boolean isWhole(int partitions) {
        return disk.filledPartitions() >= partitions;
    }

    @Override
    public void startOver() {
        disk.clear();
        decoded.invalidateAll();
        candidates.clear();
        catalogue = List.of();
        greatestEventTime = null;
    }

    @Override
    public void close() {
        disk.close();
    }

    private Optional<GroupState> load(StateKey key) {
        String text = key.text();
        return Optional.ofNullable(disk.get(text)).map(state -> read(text, state));
    }

    private void forget(String key) {
        StateKey forgotten = key(key);
        if (forgotten != null) {
            decoded.invalidate(forgotten);
        }
    }

    private @Nullable StateKey key(String text) {
        try {
            return features.stateKey(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private boolean isReadable(String key, byte[] state) {
        return read(key, state) != null;
    }

    /// Decodes a published state; one that can't be read is told about and left out.
    private @Nullable GroupState read(String key, byte[] state) {
        StateKey found = key(key);
        if (found == null) {
            LOG.atError().addKeyValue("key", key).log("A state of an unknown group was left out");
            return null;
        }
        try {
            return GroupState.decode(features, found.group(), state);
        } catch (IllegalArgumentException e) {
            LOG.atError().addKeyValue("key", key).setCause(e).log("A state can't be read");
            return null;
        }
    }

    private boolean updateCatalogue(String key, boolean present) {
        if (cataloguePrefix == null || !key.startsWith(cataloguePrefix)) {
            return false;
        }
        String candidate = candidate(key);
        return present ? candidates.add(candidate) : candidates.remove(candidate);
    }

    private static String candidate(String key) {
        return key.substring(key.indexOf(':') + 1);
    }

    /// The bytes of a key on disk.
    static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
