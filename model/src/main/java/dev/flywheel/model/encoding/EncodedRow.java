package dev.flywheel.model.encoding;

/// A row as sparse numbers, in ascending order of slot. A buffer: reuse it row after row, in one
/// thread.
public final class EncodedRow {

    private final int[] slots;
    private final double[] values;
    private int size;

    EncodedRow(int capacity) {
        slots = new int[capacity];
        values = new double[capacity];
    }

    public int size() {
        return size;
    }

    public int slot(int i) {
        return slots[i];
    }

    public double value(int i) {
        return values[i];
    }

    void clear() {
        size = 0;
    }

    void add(int slot, double value) {
        slots[size] = slot;
        values[size] = value;
        size++;
    }
}
