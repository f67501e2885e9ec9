package dev.flywheel.pipeline.feature;

/// Remembers everything, in one summary.
final class AllTime implements Memory {

    private final Summary summary;

    AllTime(Statistic statistic) {
        summary = statistic.newSummary();
    }

    @Override
    public void add(long at, double value) {
        summary.add(value);
    }

    @Override
    public boolean takeBack(long at, double value) {
        summary.takeBack(value);
        return true;
    }

    @Override
    public long count(long at) {
        return summary.count();
    }

    @Override
    public Summary summary(long at) {
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
