package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.Schema;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The events whose entities later ones take over, for as long as those may find them.
///
/// Events come in place order, so the latest one of a value is the one that counts.
/// Single-threaded.
final class Targets {

    /// By the type of the events that are joined.
    private final Map<String, Memory> memories = new LinkedHashMap<>();

    Targets(Schema schema) {
        for (EventSpec spec : schema.events().values()) {
            if (spec.join() != null) {
                memories.put(spec.name(), new Memory(spec.join(), schema.keysOf(spec.entities())));
            }
        }
    }

    /// The event with the keys of its entities, which a joined one takes from its target; null if
    /// there is none within its time.
    @Nullable Event complete(Event event) {
        Memory memory = memories.get(event.eventType());
        return memory == null ? event : memory.complete(event);
    }

    /// Takes in an event that later ones may be joined to.
    void remember(Event event) {
        for (Memory memory : memories.values()) {
            if (memory.join.to().equals(event.eventType())) {
                memory.add(event);
            }
        }
    }

    /// How many events are remembered.
    int size() {
        return memories.values().stream().mapToInt(memory -> memory.inOrder.size()).sum();
    }

    void write(StateWriter out) {
        memories.values().forEach(memory -> memory.write(out));
    }

    void read(StateReader in) {
        memories.values().forEach(memory -> memory.read(in));
    }

    private record Target(String value, Instant at, List<String> keys) {}

    private static final class Memory {

        private final Join join;
        private final List<String> keyFields;
        private final Map<String, Target> latest = new HashMap<>();
        private final Deque<Target> inOrder = new ArrayDeque<>();

        Memory(Join join, List<String> keyFields) {
            this.join = join;
            this.keyFields = keyFields;
        }

        @Nullable Event complete(Event event) {
            String value = join.value(event);
            Target target = value == null ? null : latest.get(value);
            return target == null || !join.reaches(event, target.at)
                    ? null
                    : join.completed(event, keyFields, target.keys);
        }

        void add(Event event) {
            forgetBefore(event.eventTime().minus(join.within()));
            String value = join.value(event);
            List<String> keys = join.keys(event, keyFields);
            if (value != null && keys != null) {
                add(new Target(value, event.eventTime(), keys));
            }
        }

        private void add(Target target) {
            latest.put(target.value, target);
            inOrder.addLast(target);
        }

        private void forgetBefore(Instant instant) {
            while (!inOrder.isEmpty() && inOrder.getFirst().at.isBefore(instant)) {
                Target oldest = inOrder.removeFirst();
                latest.remove(oldest.value, oldest);
            }
        }

        void write(StateWriter out) {
            out.writeLong(inOrder.size());
            for (Target target : inOrder) {
                out.writeText(target.value);
                out.writeInstant(target.at);
                target.keys.forEach(out::writeText);
            }
        }

        void read(StateReader in) {
            int size = in.readSize();
            for (int i = 0; i < size; i++) {
                String value = in.readText();
                Instant at = in.readInstant();
                List<String> keys = keyFields.stream().map(_ -> in.readText()).toList();
                add(new Target(value, at, keys));
            }
        }
    }
}
