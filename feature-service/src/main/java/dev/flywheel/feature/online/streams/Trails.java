package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.Contribution;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.Trail;
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
/// came before: one record a contribution, with the state's key.
final class Trails implements ProcessorSupplier<String, Reading, String, byte[]> {

    private static final String STORE = "trails";

    private final FeatureSet features;
    private final AttributeLookup attributes;
    private final LongAdder unplaced;
    private final Erasing erasing;
    private final Map<String, Group> groups;

    /// @param unplaced counts the events that came too late to be put in their place
    Trails(FeatureSet features, AttributeLookup attributes, LongAdder unplaced, Erasing erasing) {
        this.features = features;
        this.attributes = attributes;
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
    public Processor<String, Reading, String, byte[]> get() {
        return new Following();
    }

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private final class Following implements Processor<String, Reading, String, byte[]> {

        private ProcessorContext<String, byte[]> context;
        private KeyValueStore<String, byte[]> trails;

        @Override
        public void init(ProcessorContext<String, byte[]> context) {
            this.context = context;
            this.trails = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, Reading> arrived) {
            if (arrived.value() instanceof Reading.Removed(var stateKey)) {
                remove(arrived, stateKey);
                return;
            }
            Group group = group(arrived.key());
            Event event = arrived.value().eventOrNull();
            if (group == null
                    || event == null
                    || erasing.erased().cover(event)
                    || !features.makesTrail(group, event.eventType())) {
                return;
            }
            byte[] bytes = trails.get(arrived.key());
            Trail trail =
                    bytes == null
                            ? Trail.empty(features, group)
                            : Trail.decode(features, group, bytes);
            if (!trail.reaches(event.place())) {
                unplaced.increment();
                return;
            }
            List<Contribution> changes =
                    arrived.value() instanceof Reading.TakenBack
                            ? trail.takeBack(event.place())
                            : trail.apply(event, attributes);
            for (Contribution change : changes) {
                context.forward(arrived.withKey(change.stateKey()).withValue(change.encode()));
            }
            trails.put(arrived.key(), trail.encode());
        }

        private @Nullable Group group(String stateKey) {
            return groups.get(stateKey.substring(0, stateKey.indexOf(':')));
        }

        /// A state that follows a trail is removed by an empty contribution.
        private void remove(Record<String, Reading> arrived, String stateKey) {
            if (group(stateKey) != null) {
                trails.delete(stateKey);
            }
            StateKey key = features.stateKey(stateKey);
            if (key != null && features.followsTrail(key.group())) {
                context.forward(arrived.withValue(new byte[0]));
            }
        }
    }
}
