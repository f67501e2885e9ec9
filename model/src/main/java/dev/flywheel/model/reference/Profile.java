package dev.flywheel.model.reference;

import java.util.List;

/// A feature's distribution: its bins, and how many values fell into each.
public record Profile(Bins bins, List<Long> counts) {

    public Profile {
        counts = List.copyOf(counts);
        if (counts.size() != bins.size()) {
            throw new IllegalArgumentException(
                    counts.size() + " counts for " + bins.size() + " bins");
        }
        if (counts.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("Counts are never negative: " + counts);
        }
    }

    /// The counts as a fresh array.
    public long[] countArray() {
        return counts.stream().mapToLong(Long::longValue).toArray();
    }
}
