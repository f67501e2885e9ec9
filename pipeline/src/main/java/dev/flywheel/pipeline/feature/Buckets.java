package dev.flywheel.pipeline.feature;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Remembers a sliding window as event-time buckets: 48 full ones and the running one.
///
/// At an instant, the bucket of that instant and the 48 before it count. So an event counts for at
/// least the window's length and at most 1/48 longer. With a delay, the 48 buckets count that had
/// ended by then. Buckets are aligned to the epoch; empty ones take no room.
final class Buckets extends AggregateCell {

    static final int FULL = 48;

    private final long width;
    private final long delay;

    /// How many buckets before the newest one may still be asked for.
    private final long kept;

    private final Summaries summaries;
    private long[] indexes = {};
    private int size;

    /// Values in all buckets.
    private long total;

    Buckets(Statistic statistic, long width, long delay) {
        super(statistic);
        this.summaries = Summaries.of(statistic);
        this.width = width;
        this.delay = delay;
        this.kept = FULL + Math.ceilDiv(delay, width);
    }

    static long width(Duration window) {
        return Math.max(1, Math.ceilDiv(window.toMillis(), FULL));
    }

    @Override
    void add(long at, double value) {
        long index = Math.floorDiv(at, width);
        if (size > 0 && index < indexes[size - 1] - kept) {
            return;
        }
        int slot = slot(index);
        summaries.add(slot, value);
        total++;
        if (slot == size - 1) {
            forgetBefore(index - kept);
        }
    }

    @Override
    boolean takeBack(long at, double value) {
        int slot = Arrays.binarySearch(indexes, 0, size, Math.floorDiv(at, width));
        if (slot >= 0) {
            summaries.takeBack(slot, value);
            total--;
        }
        return true;
    }

    @Override
    long count(long at) {
        long first = first(at);
        long last = last(at);
        long count = total;
        for (int i = 0; i < size && indexes[i] < first; i++) {
            count -= summaries.count(i);
        }
        for (int i = size - 1; i >= 0 && indexes[i] > last; i--) {
            count -= summaries.count(i);
        }
        return count;
    }

    @Override
    @Nullable Summary summary(long at) {
        long first = first(at);
        long last = last(at);
        Summary all = null;
        for (int i = size - 1; i >= 0 && indexes[i] >= first; i--) {
            if (indexes[i] <= last) {
                if (all == null) {
                    all = statistic().newSummary();
                }
                summaries.addTo(all, i);
            }
        }
        return all;
    }

    @Override
    public void write(StateWriter out) {
        out.writeLong(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(i == 0 ? indexes[0] : indexes[i] - indexes[i - 1]);
            summaries.write(i, out);
        }
    }

    @Override
    public void read(StateReader in) {
        size = in.readSize();
        indexes = new long[size];
        summaries.reserve(size);
        for (int i = 0; i < size; i++) {
            indexes[i] = in.readLong() + (i == 0 ? 0 : indexes[i - 1]);
            summaries.insert(i, i);
            summaries.read(i, in);
            total += summaries.count(i);
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
            indexes = Arrays.copyOf(indexes, Summaries.grown(size));
        }
        System.arraycopy(indexes, slot, indexes, slot + 1, size - slot);
        indexes[slot] = index;
        summaries.insert(slot, size);
        size++;
        return slot;
    }

    private void forgetBefore(long oldest) {
        int gone = 0;
        while (indexes[gone] < oldest) {
            total -= summaries.count(gone);
            gone++;
        }
        if (gone > 0) {
            System.arraycopy(indexes, gone, indexes, 0, size - gone);
            summaries.removeFirst(gone, size);
            size -= gone;
        }
    }
}
