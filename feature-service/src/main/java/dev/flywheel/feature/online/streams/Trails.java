package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.Contribution;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// Follows the events of each entity, and tells what they count in states that are keyed by what
/// came before: a record for each partition that has such states.
final class Trails implements ProcessorSupplier<String, Addressed, String, List<Contribution>> {

    private static final String STORE = "trails";

    private final FeatureSet features;
    private final AttributeLookup attributes;
    private final StatePartitions partitions;
    private final LongAdder unplaced;
    private final Erasing erasing;
    private final Map<String, Group> groups;

    /// @param unplaced counts the events that came too late to be put in their place
    Trails(
            FeatureSet features,
            AttributeLookup attributes,
            StatePartitions partitions,
            LongAdder unplaced,
            Erasing erasing) {
        this.features = features;
        this.attributes = attributes;
        this.partitions = partitions;
        this.unplaced = unplaced;
        this.erasing = erasing;
        this.groups =
                features.trailed().stream()
                        .collect(Collectors.toMap(Group::name, Function.identity()));
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(STORE),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withCachingEnabled());
    }

    @Override
    public Processor<String, Addressed, String, List<Contribution>> get() {
        return new Following();
    }

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private final class Following
            implements Processor<String, Addressed, String, List<Contribution>> {

        private ProcessorContext<String, List<Contribution>> context;
        private KeyValueStore<String, byte[]> trails;

        @Override
        public void init(ProcessorContext<String, List<Contribution>> context) {
            this.context = context;
            this.trails = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, Addressed> arrived) {
            Reading reading = arrived.value().reading();
            if (reading instanceof Reading.Removed(var stateKey)) {
                remove(arrived, stateKey);
                return;
            }
            Event event = reading.eventOrNull();
            if (event == null || erasing.erased().cover(event)) {
                return;
            }
            List<Contribution> changes = new ArrayList<>();
            for (String stateKey : arrived.value().stateKeys()) {
                Group group = group(stateKey);
                if (group != null && features.makesTrail(group, event.eventType())) {
                    boolean takenBack = reading instanceof Reading.TakenBack;
                    changes.addAll(follow(group, stateKey, event, takenBack));
                }
            }
            for (List<Contribution> part : partitions.split(changes, Contribution::stateKey)) {
                context.forward(arrived.withKey(part.getFirst().stateKey()).withValue(part));
            }
        }

        private List<Contribution> follow(
                Group group, String stateKey, Event event, boolean takenBack) {
            byte[] bytes = trails.get(stateKey);
            Trail trail =
                    bytes == null
                            ? Trail.empty(features, group)
                            : Trail.decode(features, group, bytes);
            if (!trail.reaches(event.place())) {
                unplaced.increment();
                return List.of();
            }
            List<Contribution> changes =
                    takenBack ? trail.takeBack(event.place()) : trail.apply(event, attributes);
            trails.put(stateKey, trail.encode());
            return changes;
        }

        private @Nullable Group group(String stateKey) {
            return groups.get(stateKey.substring(0, stateKey.indexOf(':')));
        }

        /// A state that follows a trail is removed by a record of its key without contributions.
        private void remove(Record<String, Addressed> arrived, String stateKey) {
            if (group(stateKey) != null) {
                trails.delete(stateKey);
            }
            StateKey key = features.stateKey(stateKey);
            if (key != null && features.followsTrail(key.group())) {
                context.forward(arrived.withValue(List.of()));
            }
        }
    }
}
