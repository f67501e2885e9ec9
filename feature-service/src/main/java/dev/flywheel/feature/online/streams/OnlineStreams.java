package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStateAwayException;
import dev.flywheel.feature.online.OnlineStatus;
import dev.flywheel.feature.online.OtherInstances;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Kafka Streams application that keeps one pipeline's online state.
final class OnlineStreams implements OnlineState, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OnlineStreams.class);
    private static final String FILLING = "FILLING";
    private static final Duration CLOSE = Duration.ofSeconds(10);

    /// One that goes on after its topics were deleted would make some of them again.
    private static final Duration ABANDON = Duration.ofSeconds(60);

    private final String pipeline;
    private final FeatureSet features;
    private final KafkaStreams streams;
    private final OnlineLag lag;
    private final OnlineTopology topology;
    private final HostInfo here;
    private final OtherInstances others;
    private volatile boolean whole;

    /// @param address of this instance, as the application has it
    /// @param others are asked for what this instance doesn't keep
    OnlineStreams(
            Pipeline pipeline,
            OnlineTopology topology,
            KafkaStreams streams,
            OnlineLag lag,
            String address,
            OtherInstances others) {
        this.pipeline = pipeline.name();
        this.features = pipeline.featureSet();
        this.streams = streams;
        this.lag = lag;
        this.topology = topology;
        this.here = HostInfo.buildFromEndpoint(address);
        this.others = others;
        streams.setUncaughtExceptionHandler(this::failed);
    }

    void start() {
        streams.start();
    }

    @Override
    public @Nullable GroupState find(StateKey key) {
        KeyQueryMetadata keeper = keeper(key);
        HostInfo host = keeper.activeHost();
        byte[] bytes =
                host.equals(here)
                        ? stored(key, keeper.partition())
                        : others.find(
                                host.host() + ":" + host.port(),
                                pipeline,
                                features.id(),
                                key.text());
        return bytes == null ? null : GroupState.decode(features, key.group(), bytes);
    }

    @Override
    public byte @Nullable [] stored(String stateKey) {
        StateKey key = features.stateKey(stateKey);
        return key == null ? null : stored(key, keeper(key).partition());
    }

    /// Asks one partition, so that one which is not here is no key without a state.
    private byte @Nullable [] stored(StateKey key, int partition) {
        StoreQueryParameters<ReadOnlyKeyValueStore<String, byte[]>> query =
                StoreQueryParameters.fromNameAndType(
                        OnlineTopology.store(features, key.group()),
                        QueryableStoreTypes.keyValueStore());
        try {
            return streams.store(query.withPartition(partition)).get(key.text());
        } catch (StreamsException | IllegalStateException _) {
            throw new OnlineStateAwayException(pipeline, state());
        }
    }

    private KeyQueryMetadata keeper(StateKey key) {
        if (!whole) {
            throw new OnlineStateAwayException(pipeline, state());
        }
        try {
            KeyQueryMetadata keeper =
                    streams.queryMetadataForKey(
                            OnlineTopology.store(features, key.group()),
                            key.text(),
                            new StringSerializer());
            if (!keeper.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return keeper;
            }
        } catch (StreamsException | IllegalStateException e) {
            LOG.debug("It is not known who keeps {}", key, e);
        }
        throw new OnlineStateAwayException(pipeline, state());
    }

    @Override
    public OnlineStatus status() {
        return new OnlineStatus(pipeline, features.id(), state(), applied(), lag.records());
    }

    private String state() {
        return switch (streams.state()) {
            case CREATED -> StartingOnlineState.STATE;
            case RUNNING -> whole ? KafkaStreams.State.RUNNING.name() : FILLING;
            case KafkaStreams.State other -> other.name();
        };
    }

    /// Tells whether nothing of the past is missing, so that it may be asked.
    void whole(boolean now) {
        whole = now;
    }

    @Override
    public BooleanSupplier passage() {
        return new Passage(lag, topology.depth());
    }

    @Override
    public Map<String, Set<String>> named(ErasedKeys erased) {
        if (!isRunning()) {
            throw new OnlineStateAwayException(pipeline, state());
        }
        Map<String, Set<String>> named = new HashMap<>();
        for (Group group : features.groups()) {
            if (erased.entities().stream().anyMatch(group.by()::contains)) {
                addNamed(named, group, erased);
            }
        }
        return named;
    }

    private void addNamed(Map<String, Set<String>> named, Group group, ErasedKeys erased) {
        ReadOnlyKeyValueStore<String, byte[]> store = store(OnlineTopology.store(features, group));
        try (KeyValueIterator<String, byte[]> states =
                store.prefixScan(group.name() + ":", new StringSerializer())) {
            while (states.hasNext()) {
                String stateKey = states.next().key;
                List<String> keys = group.keys(stateKey);
                for (int i = 0; i < keys.size(); i++) {
                    String hash = erased.find(group.by().get(i), keys.get(i));
                    if (hash != null) {
                        named.computeIfAbsent(hash, _ -> new HashSet<>()).add(stateKey);
                    }
                }
            }
        } catch (InvalidStateStoreException _) {
            throw new OnlineStateAwayException(pipeline, state());
        }
    }

    @Override
    public void remove(Collection<String> stateKeys) {
        topology.remove(stateKeys);
    }

    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /// Distinct events that have entered on this instance; -1 while the stores cannot be asked.
    long applied() {
        try (KeyValueIterator<Integer, Long> counts =
                this.<Integer, Long>store(OnlineTopology.APPLIED).all()) {
            long sum = 0;
            while (counts.hasNext()) {
                sum += counts.next().value;
            }
            return sum;
        } catch (InvalidStateStoreException | OnlineStateAwayException _) {
            return -1;
        }
    }

    @Override
    public void close() {
        // Staying a member of the group lets a restart within the session time-out go on at once.
        streams.close(
                CloseOptions.timeout(CLOSE)
                        .withGroupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    }

    /// Ends it for good, and deletes what of it is on this disk.
    void abandon() {
        streams.close(
                CloseOptions.timeout(ABANDON)
                        .withGroupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        try {
            streams.cleanUp();
        } catch (StreamsException | IllegalStateException e) {
            LOG.warn("Some of {}'s old online state stays on this disk", pipeline, e);
        }
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        try {
            return streams.store(
                    StoreQueryParameters.fromNameAndType(
                            name, QueryableStoreTypes.keyValueStore()));
        } catch (StreamsException | IllegalStateException _) {
            throw new OnlineStateAwayException(pipeline, state());
        }
    }

    private StreamThreadExceptionResponse failed(Throwable failure) {
        LOG.error("A thread of the online state of {} failed and is replaced", pipeline, failure);
        // A failure that stays would otherwise be repeated as fast as the machine can.
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
