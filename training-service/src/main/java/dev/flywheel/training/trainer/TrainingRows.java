package dev.flywheel.training.trainer;

import dev.flywheel.model.encoding.EncodedRow;
import java.util.Arrays;

/// Encoded, labelled rows in a few large arrays. Fill it in one thread; then it may be read by
/// several.
public final class TrainingRows {

    /// What a row costs in Tribuo besides its values: two vectors' objects and headers.
    private static final long ROW_BYTES = 200;

    private int size;
    private int[] ends = new int[1024];
    private boolean[] positive = new boolean[1024];
    private float[] weights = new float[1024];
    private int[] slots = new int[16_384];
    private double[] values = new double[16_384];

    /// Copies the row; one without any active slot teaches nothing and is left out.
    public void add(EncodedRow row, boolean isPositive, double weight) {
        if (row.size() == 0) {
            return;
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            positive = Arrays.copyOf(positive, size * 2);
            weights = Arrays.copyOf(weights, size * 2);
        }
        int start = start(size);
        if (start + row.size() > slots.length) {
            int length = Math.addExact(slots.length, slots.length / 2);
            slots = Arrays.copyOf(slots, length);
            values = Arrays.copyOf(values, length);
        }
        for (int i = 0; i < row.size(); i++) {
            slots[start + i] = row.slot(i);
            values[start + i] = row.value(i);
        }
        ends[size] = start + row.size();
        positive[size] = isPositive;
        weights[size] = (float) weight;
        size++;
    }

    public int size() {
        return size;
    }

    /// Whether that many trainers, each with a copy in Tribuo's vectors, fit in half of the heap.
    public boolean fitInMemory(int trainers) {
        long active = size == 0 ? 0 : ends[size - 1];
        long copy = size * ROW_BYTES + active * (Integer.BYTES + Double.BYTES);
        return trainers * copy < Runtime.getRuntime().maxMemory() / 2;
    }

    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    int end(int row) {
        return ends[row];
    }

    int slot(int position) {
        return slots[position];
    }

    double[] values(int row) {
        return Arrays.copyOfRange(values, start(row), end(row));
    }

    boolean positive(int row) {
        return positive[row];
    }

    float weight(int row) {
        return weights[row];
    }
}
