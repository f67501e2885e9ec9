package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.arrival.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/// Lets each event through once: the first time that its id arrives. What cannot be read is left
/// out here; the archive's listener quarantines it. What names an erased key is left out too, and
/// the states that are to be forgotten enter here.
final class FirstArrivals implements ProcessorSupplier<String, byte[], String, Reading> {

    private final ArrivalReader reader;
    private final String archived;
    private final Duration remembered;
    private final Erasing erasing;

    /// @param archived the topic whose events come from the archive
    FirstArrivals(ArrivalReader reader, String archived, Duration remembered, Erasing erasing) {
        this.reader = reader;
        this.archived = archived;
        this.remembered = remembered;
        this.erasing = erasing;
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(
                                OnlineTopology.SEEN, remembered, Duration.ofMinutes(1), false),
                        Serdes.String(),
                        Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(OnlineTopology.APPLIED),
                                Serdes.Integer(),
                                Serdes.Long())
                        .withCachingEnabled());
    }

    @Override
    public Processor<String, byte[], String, Reading> get() {
        return new Deduplication();
    }

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private final class Deduplication implements Processor<String, byte[], String, Reading> {

        private static final byte[] PRESENT = {1};

        private ProcessorContext<String, Reading> context;
        private WindowStore<String, byte[]> seen;
        private KeyValueStore<Integer, Long> applied;

        @Override
        public void init(ProcessorContext<String, Reading> context) {
            this.context = context;
            this.seen = context.getStateStore(OnlineTopology.SEEN);
            this.applied = context.getStateStore(OnlineTopology.APPLIED);
            var _ =
                    context.schedule(
                            Erasing.EVERY, PunctuationType.WALL_CLOCK_TIME, this::forwardRemovals);
        }

        /// Whichever task looks first sends them all on; each goes where its key belongs.
        private void forwardRemovals(long now) {
            for (String stateKey : erasing.takeRemovals()) {
                context.forward(new Record<>(stateKey, new Reading.Removed(stateKey), now));
            }
        }

        @Override
        public void process(Record<String, byte[]> arrived) {
            Instant arrivedAt = Instant.ofEpochMilli(arrived.timestamp());
            if (read(arrived.value(), arrivedAt) instanceof Reading.OfEvent event
                    && !erasing.erased().cover(event.event())
                    && isFirst(event.event().eventId(), arrived.timestamp())) {
                seen.put(event.event().eventId(), PRESENT, arrived.timestamp());
                int partition = context.taskId().partition();
                Long count = applied.get(partition);
                applied.put(partition, count == null ? 1 : count + 1);
                context.forward(arrived.withValue(event));
            }
        }

        private Reading read(byte @Nullable [] value, Instant arrivedAt) {
            return Stage.isFrom(context, archived)
                    ? reader.archivedEvent(value)
                    : reader.event(value, arrivedAt);
        }

        /// What comes from the archive may have been written after what arrived, and be read before
        /// it.
        private boolean isFirst(String eventId, long arrivedAt) {
            long reach = remembered.toMillis();
            // With instants it would format a message for each.
            try (WindowStoreIterator<byte[]> others =
                    seen.fetch(eventId, arrivedAt - reach, arrivedAt + reach)) {
                return !others.hasNext();
            }
        }
    }
}
