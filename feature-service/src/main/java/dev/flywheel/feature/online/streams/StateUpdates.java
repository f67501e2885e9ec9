package dev.flywheel.feature.online.streams;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/// Changes each state of a table that a record is for. The table publishes what changed.
///
/// @param <V> what records carry
final class StateUpdates<V> implements ProcessorSupplier<String, V, Void, Void> {

    private final String store;
    private final Changes<V> changes;

    /// @param store of the table
    StateUpdates(String store, Changes<V> changes) {
        this.store = store;
        this.changes = changes;
    }

    /// Tells, for each state that a record is for, its key and what becomes of it.
    @FunctionalInterface
    interface Changes<V> {
        void of(V carried, BiConsumer<String, Change> each);
    }

    /// What becomes of an encoded state. One without bytes is new, and null one that is no more.
    @FunctionalInterface
    interface Change {
        byte @Nullable [] next(byte[] state);
    }

    @Override
    public Processor<String, V, Void, Void> get() {
        return new Updating();
    }

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private final class Updating implements Processor<String, V, Void, Void> {

        private TimestampedKeyValueStore<String, byte[]> states;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            this.states = context.getStateStore(store);
        }

        @Override
        public void process(Record<String, V> arrived) {
            changes.of(
                    Objects.requireNonNull(arrived.value()),
                    (stateKey, change) -> update(stateKey, change, arrived.timestamp()));
        }

        private void update(String stateKey, Change change, long now) {
            @Nullable ValueAndTimestamp<byte[]> before = states.get(stateKey);
            byte[] next = change.next(before == null ? StateChanges.NONE : before.value());
            long time = before == null ? now : Math.max(before.timestamp(), now);
            states.put(stateKey, ValueAndTimestamp.make(next, time));
        }
    }
}
