package dev.flywheel.pipeline.feature;

import java.util.Arrays;

/// Counts and compensated sums in arrays. A platform keeps one for every customer, terminal and
/// window, and as objects they would take three times the memory.
final class Tallies implements Summaries {

    private final boolean summed;
    private long[] counts = {};
    private double[] sums = {};
    private double[] errors = {};

    /// @param summed whether sums are asked for, and not only counts
    Tallies(boolean summed) {
        this.summed = summed;
    }

    @Override
    public void reserve(int slots) {
        counts = Arrays.copyOf(counts, slots);
        if (summed) {
            sums = Arrays.copyOf(sums, slots);
            errors = Arrays.copyOf(errors, slots);
        }
    }

    @Override
    public void insert(int slot, int size) {
        if (size == counts.length) {
            reserve(Summaries.grown(size));
        }
        System.arraycopy(counts, slot, counts, slot + 1, size - slot);
        counts[slot] = 0;
        if (summed) {
            System.arraycopy(sums, slot, sums, slot + 1, size - slot);
            System.arraycopy(errors, slot, errors, slot + 1, size - slot);
            sums[slot] = 0;
            errors[slot] = 0;
        }
    }

    @Override
    public void removeFirst(int gone, int size) {
        System.arraycopy(counts, gone, counts, 0, size - gone);
        if (summed) {
            System.arraycopy(sums, gone, sums, 0, size - gone);
            System.arraycopy(errors, gone, errors, 0, size - gone);
        }
    }

    @Override
    public void add(int slot, double value) {
        counts[slot]++;
        accumulate(slot, value);
    }

    @Override
    public void takeBack(int slot, double value) {
        counts[slot]--;
        accumulate(slot, -value);
    }

    private void accumulate(int slot, double value) {
        if (summed) {
            double sum = sums[slot];
            sums[slot] = sum + value;
            errors[slot] += CompensatedSum.error(sum, value);
        }
    }

    @Override
    public long count(int slot) {
        return counts[slot];
    }

    @Override
    public void addTo(Summary all, int slot) {
        if (all instanceof Tally tally) {
            tally.addAll(counts[slot], sums[slot], errors[slot]);
        } else {
            all.addCount(counts[slot]);
        }
    }

    @Override
    public void write(int slot, StateWriter out) {
        out.writeLong(counts[slot]);
        CompensatedSum.write(summed ? sums[slot] : 0, summed ? errors[slot] : 0, out);
    }

    @Override
    public void read(int slot, StateReader in) {
        counts[slot] = in.readLong();
        if (in.readByte() == 1) {
            double sum = in.readDouble();
            double error = in.readDouble();
            if (summed) {
                sums[slot] = sum;
                errors[slot] = error;
            }
        }
    }
}
