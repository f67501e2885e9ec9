package dev.flywheel.model.encoding;

import java.util.Arrays;

/// A growing list of numbers.
final class Doubles {

    private double[] values = new double[64];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    double get(int i) {
        return values[i];
    }

    Doubles sorted() {
        Doubles sorted = new Doubles();
        sorted.values = Arrays.copyOf(values, Math.max(1, size));
        sorted.size = size;
        Arrays.sort(sorted.values, 0, size);
        return sorted;
    }

    /// The smallest value that at least this share of the values does not exceed; call it on a
    /// sorted list that is not empty.
    double quantile(double share) {
        int rank = (int) Math.ceil(share * size);
        return values[Math.clamp(rank - 1, 0, size - 1)];
    }
}
