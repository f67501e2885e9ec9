package dev.flywheel.pipeline.fold;

import dev.flywheel.pipeline.feature.Hashes;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import dev.flywheel.pipeline.spec.Label.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The keys of one entity in the order in which they became known, for drawing from.
///
/// By popularity one is drawn as often as it was chosen before, and once more, so that each may be
/// drawn.
final class Candidates {

    private static final int NONE = -1;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final List<String> keys = new ArrayList<>();
    private final Map<String, Integer> known = new HashMap<>();
    private final Weights weights;
    private final Popularity popularity = new Popularity();

    Candidates(Weights weights) {
        this.weights = weights;
    }

    /// A candidate that was drawn.
    ///
    /// @param weight how likely it is in a uniform drawing, against how likely it was in this one
    record Drawn(String key, double weight) {}

    void add(String key) {
        if (known.putIfAbsent(key, keys.size()) == null) {
            keys.add(key);
            popularity.append(1);
        }
    }

    /// Notes that one that is known was chosen.
    void chosen(String key) {
        Integer index = known.get(key);
        if (weights == Weights.POPULARITY && index != null) {
            popularity.add(index, 1);
        }
    }

    int size() {
        return keys.size();
    }

    List<String> all() {
        return keys;
    }

    /// Draws different keys, never the positive; fewer if there are not enough.
    List<Drawn> draw(long seed, String eventId, String positive, int wanted) {
        Integer index = known.get(positive);
        int excluded = index == null ? NONE : index;
        int count = Math.min(wanted, keys.size() - (excluded == NONE ? 0 : 1));
        long state = Hashes.mix(seed ^ Hashes.of(eventId));
        return switch (weights) {
            case UNIFORM -> uniformly(state, excluded, count);
            case POPULARITY -> byPopularity(state, excluded, count);
        };
    }

    private List<Drawn> uniformly(long seed, int excluded, int count) {
        int[] taken = new int[count];
        List<Drawn> drawn = new ArrayList<>(count);
        long state = seed;
        while (drawn.size() < count) {
            state += STEP;
            int index = (int) Math.unsignedMultiplyHigh(Hashes.mix(state), keys.size());
            if (index != excluded && !isAmong(taken, drawn.size(), index)) {
                taken[drawn.size()] = index;
                drawn.add(new Drawn(keys.get(index), 1));
            }
        }
        return drawn;
    }

    /// Few are drawn, and among few this is faster than a set.
    private static boolean isAmong(int[] taken, int size, int index) {
        for (int i = 0; i < size; i++) {
            if (taken[i] == index) {
                return true;
            }
        }
        return false;
    }

    /// Without replacement the weights are those of the first draw; the later ones differ from
    /// theirs by what was drawn before, which is little among many candidates.
    private List<Drawn> byPopularity(long seed, int excluded, int count) {
        List<Integer> taken = new ArrayList<>(count + 1);
        List<Long> counts = new ArrayList<>(count + 1);
        if (excluded != NONE) {
            take(excluded, taken, counts);
        }
        double mean = (double) popularity.total() / (keys.size() - taken.size());
        List<Drawn> drawn = new ArrayList<>(count);
        long state = seed;
        for (int i = 0; i < count; i++) {
            state += STEP;
            long number = Math.unsignedMultiplyHigh(Hashes.mix(state), popularity.total());
            int index = popularity.at(number);
            take(index, taken, counts);
            drawn.add(new Drawn(keys.get(index), mean / counts.getLast()));
        }
        for (int i = 0; i < taken.size(); i++) {
            popularity.add(taken.get(i), counts.get(i));
        }
        return drawn;
    }

    /// Takes one out until it is given back.
    private void take(int index, List<Integer> taken, List<Long> counts) {
        long count = popularity.count(index);
        popularity.add(index, -count);
        taken.add(index);
        counts.add(count);
    }

    void write(StateWriter out) {
        out.writeLong(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            out.writeText(keys.get(i));
            out.writeLong(popularity.count(i));
        }
    }

    void read(StateReader in) {
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            add(in.readText());
            popularity.add(i, in.readLong() - 1);
        }
    }
}
