package dev.flywheel.pipeline.feature;

import java.time.Duration;
import java.util.Arrays;

/// Remembers a sliding window as event-time buckets: 48 full ones and the running one.
///
/// At an instant, the bucket of that instant and the 48 before it count. So an event counts for at
/// least the window's length and at most 1/48 longer. Buckets are aligned to the epoch; empty ones
/// take no room.
final class Buckets implements Memory {

    static final int FULL = 48;

    private final long width;
    private long[] indexes = new long[2];
    private Tally[] tallies = new Tally[2];
    private int size;

    /// Events in all buckets.
    private long total;

    Buckets(long width) {
        this.width = width;
    }

    static long width(Duration window) {
        return Math.max(1, Math.ceilDiv(window.toMillis(), FULL));
    }

    @Override
    public void add(long at, double value) {
        long index = Math.floorDiv(at, width);
        if (size > 0 && index < indexes[size - 1] - FULL) {
            return;
        }
        int slot = slot(index);
        tallies[slot].add(value);
        total++;
        if (slot == size - 1) {
            forgetBefore(index - FULL);
        }
    }

    @Override
    public long count(long at) {
        long last = Math.floorDiv(at, width);
        long count = total;
        for (int i = 0; i < size && indexes[i] < last - FULL; i++) {
            count -= tallies[i].count();
        }
        for (int i = size - 1; i >= 0 && indexes[i] > last; i--) {
            count -= tallies[i].count();
        }
        return count;
    }

    @Override
    public double mean(long at) {
        long last = Math.floorDiv(at, width);
        Tally all = new Tally();
        for (int i = size - 1; i >= 0 && indexes[i] >= last - FULL; i--) {
            if (indexes[i] <= last) {
                all.add(tallies[i]);
            }
        }
        return all.mean();
    }

    @Override
    public void write(StateWriter out) {
        out.writeLong(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(i == 0 ? indexes[0] : indexes[i] - indexes[i - 1]);
            tallies[i].write(out);
        }
    }

    @Override
    public void read(StateReader in) {
        size = in.readSize();
        indexes = new long[Math.max(2, size)];
        tallies = new Tally[indexes.length];
        for (int i = 0; i < size; i++) {
            indexes[i] = in.readLong() + (i == 0 ? 0 : indexes[i - 1]);
            tallies[i] = Tally.read(in);
            total += tallies[i].count();
        }
    }

    /// The position of that bucket, made if it isn't there.
    private int slot(long index) {
        int slot = size - 1;
        while (slot >= 0 && indexes[slot] > index) {
            slot--;
        }
        if (slot >= 0 && indexes[slot] == index) {
            return slot;
        }
        slot++;
        if (size == indexes.length) {
            indexes = Arrays.copyOf(indexes, size * 2);
            tallies = Arrays.copyOf(tallies, size * 2);
        }
        System.arraycopy(indexes, slot, indexes, slot + 1, size - slot);
        System.arraycopy(tallies, slot, tallies, slot + 1, size - slot);
        indexes[slot] = index;
        tallies[slot] = new Tally();
        size++;
        return slot;
    }

    private void forgetBefore(long oldest) {
        int gone = 0;
        while (indexes[gone] < oldest) {
            total -= tallies[gone].count();
            gone++;
        }
        if (gone > 0) {
            System.arraycopy(indexes, gone, indexes, 0, size - gone);
            System.arraycopy(tallies, gone, tallies, 0, size - gone);
            size -= gone;
        }
    }
}
