package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.Contribution;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.Trail;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Follows the events of each entity of a group, and tells what they count in states that are keyed
/// by what came before: one record a contribution, with the state's key.
final class Trails implements ProcessorSupplier<String, Reading, String, byte[]> {

    private final FeatureSet features;
    private final Group group;
    private final AttributeLookup attributes;
    private final LongAdder unplaced;
    private final Erasing erasing;

    /// @param unplaced counts the events that came too late to be put in their place
    Trails(
            FeatureSet features,
            Group group,
            AttributeLookup attributes,
            LongAdder unplaced,
            Erasing erasing) {
        this.features = features;
        this.group = group;
        this.attributes = attributes;
        this.unplaced = unplaced;
        this.erasing = erasing;
    }

    static String store(Group group) {
        return String.join(".", group.by()) + "-trail";
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(store(group)),
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
            this.trails = context.getStateStore(store(group));
        }

        @Override
        public void process(Record<String, Reading> arrived) {
            if (arrived.value() instanceof Reading.Removed(var stateKey)) {
                remove(arrived, stateKey);
                return;
            }
            Event event = arrived.value().eventOrNull();
            if (event == null
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

        /// A state that follows a trail is removed by an empty contribution.
        private void remove(Record<String, Reading> arrived, String stateKey) {
            if (stateKey.startsWith(group.name() + ":")) {
                trails.delete(stateKey);
            } else {
                context.forward(arrived.withKey(stateKey).withValue(new byte[0]));
            }
        }
    }
}
