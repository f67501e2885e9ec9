package dev.flywheel.training.trainer;

import dev.flywheel.model.encoding.EncodedRow;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// Encoded, labelled rows in a few large arrays and blocks. Fill it in one thread; then it may be
/// read by several.
public final class TrainingRows {

    /// What a row costs in Tribuo besides its values: two vectors' objects and headers.
    private static final long ROW_BYTES = 200;

    private int size;
    private int[] ends = new int[1024];
    private double[] labels = new double[1024];
    private float[] weights = new float[1024];
    private final Blocks active = new Blocks();

    /// Copies the row; one without any active slot teaches nothing and is left out.
    public void add(EncodedRow row, double label, double weight) {
        if (row.size() == 0) {
            return;
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            labels = Arrays.copyOf(labels, size * 2);
            weights = Arrays.copyOf(weights, size * 2);
        }
        for (int i = 0; i < row.size(); i++) {
            active.add(row.slot(i), row.value(i));
        }
        ends[size] = active.size();
        labels[size] = label;
        weights[size] = (float) weight;
        size++;
    }

    public int size() {
        return size;
    }

    /// What the rows take in the heap.
    public long bytes() {
        long row = Integer.BYTES + Double.BYTES + Float.BYTES;
        return ends.length * row + active.bytes();
    }

    /// Whether that many trainers, each with a copy in Tribuo's vectors, fit in half of the heap.
    public boolean fitInMemory(int trainers) {
        long copy = size * ROW_BYTES + active.size() * (long) (Integer.BYTES + Double.BYTES);
        return trainers * copy < Runtime.getRuntime().maxMemory() / 2;
    }

    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    int end(int row) {
        return ends[row];
    }

    int slot(int position) {
        return active.slot(position);
    }

    double[] values(int row) {
        double[] values = new double[end(row) - start(row)];
        for (int i = 0; i < values.length; i++) {
            values[i] = active.value(start(row) + i);
        }
        return values;
    }

    /// 1 or 0, or the number that a regression learns.
    double label(int row) {
        return labels[row];
    }

    float weight(int row) {
        return weights[row];
    }

    /// The rows as XGBoost wants them: what a row has no slot for is missing, a zero is a value.
    DMatrix matrix(int columns) throws XGBoostError {
        long[] starts = new long[size + 1];
        int[] slots = new int[active.size()];
        float[] floats = new float[active.size()];
        float[] targets = new float[size];
        for (int row = 0; row < size; row++) {
            starts[row + 1] = ends[row];
            targets[row] = (float) labels[row];
        }
        for (int i = 0; i < slots.length; i++) {
            slots[i] = active.slot(i);
            floats[i] = (float) active.value(i);
        }
        DMatrix matrix =
                new DMatrix(starts, slots, floats, DMatrix.SparseType.CSR, columns, Float.NaN, 1);
        matrix.setLabel(targets);
        matrix.setWeight(Arrays.copyOf(weights, size));
        return matrix;
    }
}
