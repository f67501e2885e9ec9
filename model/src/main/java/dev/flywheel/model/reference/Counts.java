package dev.flywheel.model.reference;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Values counted in bins. Merging is exact and does not depend on order; not safe for use by
/// several threads.
public final class Counts {

    private final Bins bins;
    private final long[] counts;

    public Counts(Bins bins) {
        this(bins, new long[bins.size()]);
    }

    /// Goes on from counts that were kept elsewhere; the array is copied.
    public Counts(Bins bins, long[] counts) {
        if (counts.length != bins.size()) {
            throw new IllegalArgumentException(
                    counts.length + " counts for " + bins.size() + " bins");
        }
        this.bins = bins;
        this.counts = counts.clone();
    }

    public void add(@Nullable Object value) {
        counts[bins.indexOf(value)]++;
    }

    /// Adds what the other counted in the same bins.
    public void merge(Counts other) {
        if (other.counts.length != counts.length) {
            throw new IllegalArgumentException(
                    other.counts.length + " counts do not merge into " + counts.length);
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }

    public long[] toArray() {
        return counts.clone();
    }

    public Profile profile() {
        return new Profile(bins, Arrays.stream(counts).boxed().toList());
    }
}
