package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.Nullable;

/// How many events there were, over all time. There are more of these than of anything else, so it
/// is one number, in the bytes of a [Summary].
final class Counter extends AggregateCell {

    private long count;

    Counter() {
        super(Statistic.COUNT);
    }

    @Override
    void add(long at, double value) {
        count++;
    }

    @Override
    boolean takeBack(long at, double value) {
        count--;
        return true;
    }

    @Override
    long count(long at) {
        return count;
    }

    @Override
    @Nullable Summary summary(long at) {
        Summary summary = statistic().newSummary();
        summary.addCount(count);
        return summary;
    }

    @Override
    public void write(StateWriter out) {
        out.writeLong(count);
        CompensatedSum.write(0, 0, out);
    }

    @Override
    public void read(StateReader in) {
        count = in.readLong();
        new CompensatedSum().read(in);
    }
}
