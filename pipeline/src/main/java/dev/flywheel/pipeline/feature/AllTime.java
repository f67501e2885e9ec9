package dev.flywheel.pipeline.feature;

/// Remembers everything, in one summary.
final class AllTime extends AggregateCell {

    private final Summary summary;

    AllTime(Statistic statistic) {
        super(statistic);
        summary = statistic.newSummary();
    }

    @Override
    void add(long at, double value) {
        summary.add(value);
    }

    @Override
    boolean takeBack(long at, double value) {
        summary.takeBack(value);
        return true;
    }

    @Override
    long count(long at) {
        return summary.count();
    }

    @Override
    Summary summary(long at) {
        return summary;
    }

    @Override
    public void write(StateWriter out) {
        summary.write(out);
    }

    @Override
    public void read(StateReader in) {
        summary.read(in);
    }
}
