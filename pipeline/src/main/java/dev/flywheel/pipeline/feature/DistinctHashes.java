package dev.flywheel.pipeline.feature;

import java.util.Arrays;

/// How many different values there are, from the 512 smallest of their hashes: exact while there
/// are fewer, and then estimated by how close together these lie (Bar-Yossef et al., "Counting
/// Distinct Elements in a Data Stream", 2002; the unbiased form of Beyer et al., 2007).
final class DistinctHashes extends Summary {

    static final int KEPT = 512;

    private static final double RANGE = 0x1p52;

    private long[] smallest = new long[4];
    private int size;

    /// A value's hash of 52 bits, as a double that holds it exactly.
    static double hash(Object value) {
        return Hashes.mix(Hashes.of(value.toString())) >>> 12;
    }

    double estimate() {
        return size < KEPT ? size : (KEPT - 1) / (smallest[KEPT - 1] / RANGE);
    }

    @Override
    void accumulate(double hash) {
        insert((long) hash);
    }

    @Override
    void merge(Summary other) {
        DistinctHashes that = (DistinctHashes) other;
        for (int i = 0; i < that.size; i++) {
            insert(that.smallest[i]);
        }
    }

    @Override
    void writeRest(StateWriter out) {
        out.writeLong(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(i == 0 ? smallest[0] : smallest[i] - smallest[i - 1]);
        }
    }

    @Override
    void readRest(StateReader in) {
        int found = in.readSize();
        if (found > KEPT) {
            throw new IllegalArgumentException("A state of %d hashes".formatted(found));
        }
        size = found;
        smallest = new long[Math.max(4, size)];
        for (int i = 0; i < size; i++) {
            smallest[i] = in.readLong() + (i == 0 ? 0 : smallest[i - 1]);
        }
    }

    private void insert(long hash) {
        int found = Arrays.binarySearch(smallest, 0, size, hash);
        int at = -found - 1;
        if (found >= 0 || at == KEPT) {
            return;
        }
        if (size == smallest.length) {
            smallest = Arrays.copyOf(smallest, Math.min(KEPT, size * 2));
        }
        int moved = Math.min(size, KEPT - 1) - at;
        System.arraycopy(smallest, at, smallest, at + 1, moved);
        smallest[at] = hash;
        size = Math.min(size + 1, KEPT);
    }
}
