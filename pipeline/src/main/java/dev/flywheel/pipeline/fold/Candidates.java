package dev.flywheel.pipeline.fold;

import dev.flywheel.pipeline.feature.Hashes;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of one entity in the order in which they became known, for drawing from.
final class Candidates {

    private final List<String> keys = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    void add(String key) {
        if (known.add(key)) {
            keys.add(key);
        }
    }

    int size() {
        return keys.size();
    }

    boolean contains(String key) {
        return known.contains(key);
    }

    List<String> all() {
        return keys;
    }

    /// Draws different keys uniformly, never the positive; fewer if there are not enough.
    List<String> draw(long seed, String eventId, String positive, int wanted) {
        int others = keys.size() - (known.contains(positive) ? 1 : 0);
        int count = Math.min(wanted, others);
        @Nullable String[] drawn = new @Nullable String[count];
        List<String> result = new ArrayList<>(count);
        long state = Hashes.mix(seed ^ Hashes.of(eventId));
        for (int i = 0; i < count; ) {
            state += 0x9E3779B97F4A7C15L;
            int index = (int) Math.unsignedMultiplyHigh(Hashes.mix(state), keys.size());
            String key = keys.get(index);
            if (!key.equals(positive) && !contains(drawn, i, key)) {
                drawn[i++] = key;
                result.add(key);
            }
        }
        return result;
    }

    void write(StateWriter out) {
        out.writeLong(keys.size());
        keys.forEach(out::writeText);
    }

    void read(StateReader in) {
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            add(in.readText());
        }
    }

    private static boolean contains(@Nullable String[] drawn, int count, String key) {
        for (int i = 0; i < count; i++) {
            if (key.equals(drawn[i])) {
                return true;
            }
        }
        return false;
    }
}
