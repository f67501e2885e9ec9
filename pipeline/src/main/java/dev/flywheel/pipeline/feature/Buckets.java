package dev.flywheel.pipeline.feature;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Remembers a sliding window as event-time buckets: 48 full ones and the running one.
///
/// At an instant, the bucket of that instant and the 48 before it count. So an event counts for at
/// least the window's length and at most 1/48 longer. With a delay, the 48 buckets count that had
/// ended by then. Buckets are aligned to the epoch; empty ones take no room.
final class Buckets implements Memory {

    static final int FULL = 48;

    private final Statistic statistic;
    private final long width;
    private final long delay;

    /// How many buckets before the newest one may still be asked for.
    private final long kept;

    private long[] indexes = new long[2];
    private Summary[] summaries = new Summary[2];
    private int size;

    /// Values in all buckets.
    private long total;

    Buckets(Statistic statistic, long width, long delay) {
        this.statistic = statistic;
        this.width = width;
        this.delay = delay;
        this.kept = FULL + Math.ceilDiv(delay, width);
    }

    static long width(Duration window) {
        return Math.max(1, Math.ceilDiv(window.toMillis(), FULL));
    }

    @Override
    public void add(long at, double value) {
        long index = Math.floorDiv(at, width);
        if (size > 0 && index < indexes[size - 1] - kept) {
            return;
        }
        int slot = slot(index);
        summaries[slot].add(value);
        total++;
        if (slot == size - 1) {
            forgetBefore(index - kept);
        }
    }

    @Override
    public long count(long at) {
        long first = first(at);
        long last = last(at);
        long count = total;
        for (int i = 0; i < size && indexes[i] < first; i++) {
            count -= summaries[i].count();
        }
        for (int i = size - 1; i >= 0 && indexes[i] > last; i--) {
            count -= summaries[i].count();
        }
        return count;
    }

    @Override
    public @Nullable Summary summary(long at) {
        long first = first(at);
        long last = last(at);
        Summary all = null;
        for (int i = size - 1; i >= 0 && indexes[i] >= first; i--) {
            if (indexes[i] <= last) {
                if (all == null) {
                    all = statistic.newSummary();
                }
                all.addAll(summaries[i]);
            }
        }
        return all;
    }

    @Override
    public void write(StateWriter out) {
        out.writeLong(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(i == 0 ? indexes[0] : indexes[i] - indexes[i - 1]);
            summaries[i].write(out);
        }
    }

    @Override
    public void read(StateReader in) {
        size = in.readSize();
        indexes = new long[Math.max(2, size)];
        summaries = new Summary[indexes.length];
        for (int i = 0; i < size; i++) {
            indexes[i] = in.readLong() + (i == 0 ? 0 : indexes[i - 1]);
            summaries[i] = statistic.newSummary();
            summaries[i].read(in);
            total += summaries[i].count();
        }
    }

    /// The oldest bucket that counts.
    private long first(long at) {
        return delay == 0 ? last(at) - FULL : last(at) - FULL + 1;
    }

    /// The newest bucket that counts.
    private long last(long at) {
        return delay == 0 ? Math.floorDiv(at, width) : Math.floorDiv(at - delay, width) - 1;
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
            summaries = Arrays.copyOf(summaries, size * 2);
        }
        System.arraycopy(indexes, slot, indexes, slot + 1, size - slot);
        System.arraycopy(summaries, slot, summaries, slot + 1, size - slot);
        indexes[slot] = index;
        summaries[slot] = statistic.newSummary();
        size++;
        return slot;
    }

    private void forgetBefore(long oldest) {
        int gone = 0;
        while (indexes[gone] < oldest) {
            total -= summaries[gone].count();
            gone++;
        }
        if (gone > 0) {
            System.arraycopy(indexes, gone, indexes, 0, size - gone);
            System.arraycopy(summaries, gone, summaries, 0, size - gone);
            size -= gone;
        }
    }
}
