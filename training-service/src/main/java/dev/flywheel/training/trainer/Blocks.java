package dev.flywheel.training.trainer;

import java.util.ArrayList;
import java.util.List;

/// Slots and their values, one after the other, in blocks of a fixed size: growing copies nothing,
/// so that the memory for many rows is never needed twice.
final class Blocks {

    private static final int BITS = 18;
    private static final int SIZE = 1 << BITS;

    private final List<int[]> slots = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private int size;

    void add(int slot, double value) {
        if (size == slots.size() << BITS) {
            slots.add(new int[SIZE]);
            values.add(new double[SIZE]);
        }
        slots.get(size >>> BITS)[size & (SIZE - 1)] = slot;
        values.get(size >>> BITS)[size & (SIZE - 1)] = value;
        size = Math.incrementExact(size);
    }

    int size() {
        return size;
    }

    int slot(int position) {
        return slots.get(position >>> BITS)[position & (SIZE - 1)];
    }

    double value(int position) {
        return values.get(position >>> BITS)[position & (SIZE - 1)];
    }

    /// What they take in the heap.
    long bytes() {
        return slots.size() * (long) SIZE * (Integer.BYTES + Double.BYTES);
    }
}
