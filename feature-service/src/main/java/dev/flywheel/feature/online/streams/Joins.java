package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.join.JoinChange;
import dev.flywheel.pipeline.join.JoinState;
import dev.flywheel.pipeline.schema.Schema;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/// Gives joined events the entities of the events that they point to, whichever arrives first: the
/// keys of the records are those of [JoinState]. An event that turns out to be about others is
/// taken back from where it was sent.
///
/// A state is forgotten when nothing of its value has arrived for as long as targets are found, and
/// as ids of events are remembered besides.
final class Joins implements ProcessorSupplier<String, Reading, String, Reading> {

    private final Schema schema;
    private final Duration kept;
    private final LongAdder unplaced;

    /// @param remembered how much longer than a target is found its value is known, by arrival
    /// @param unplaced counts the events that came too late to be put in their place
    Joins(Schema schema, Duration remembered, LongAdder unplaced) {
        this.schema = schema;
        this.kept = remembered.plus(schema.longestJoin());
        this.unplaced = unplaced;
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.windowStoreBuilder(
                                Stores.persistentWindowStore(
                                        OnlineTopology.JOINED, kept, Duration.ofMinutes(1), false),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withCachingEnabled());
    }

    @Override
    public Processor<String, Reading, String, Reading> get() {
        return new Joining();
    }

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private final class Joining implements Processor<String, Reading, String, Reading> {

        private ProcessorContext<String, Reading> context;
        private WindowStore<String, byte[]> states;

        @Override
        public void init(ProcessorContext<String, Reading> context) {
            this.context = context;
            this.states = context.getStateStore(OnlineTopology.JOINED);
        }

        @Override
        public void process(Record<String, Reading> arrived) {
            if (!(arrived.value() instanceof Reading.OfEvent(var event))) {
                return;
            }
            String key = arrived.key();
            // The latest arrival of all, as records come from several partitions.
            long now = Math.max(arrived.timestamp(), context.currentStreamTimeMs());
            KeyValue<Long, byte[]> earlier = latest(key, now);
            String type = JoinState.type(key);
            JoinState state =
                    earlier == null
                            ? JoinState.empty(schema, type)
                            : JoinState.decode(schema, type, earlier.value);
            if (!state.reaches(event)) {
                unplaced.increment();
            }
            for (JoinChange change : state.apply(event)) {
                context.forward(arrived.withValue(reading(change)));
            }
            states.put(key, state.encode(), now);
            if (earlier != null && earlier.key != now) {
                states.put(key, null, earlier.key);
            }
        }

        private @Nullable KeyValue<Long, byte[]> latest(String key, long now) {
            KeyValue<Long, byte[]> latest = null;
            try (WindowStoreIterator<byte[]> found =
                    states.fetch(key, now - kept.toMillis(), now)) {
                while (found.hasNext()) {
                    latest = found.next();
                }
            }
            return latest;
        }

        private static Reading reading(JoinChange change) {
            Event event = change.event();
            return change.takenBack() ? new Reading.TakenBack(event) : new Reading.OfEvent(event);
        }
    }
}
