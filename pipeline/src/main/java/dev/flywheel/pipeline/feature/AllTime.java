package dev.flywheel.pipeline.feature;

/// Remembers everything, in one tally.
final class AllTime implements Memory {

    private Tally tally = new Tally();

    @Override
    public void add(long at, double value) {
        tally.add(value);
    }

    @Override
    public long count(long at) {
        return tally.count();
    }

    @Override
    public double mean(long at) {
        return tally.mean();
    }

    @Override
    public void write(StateWriter out) {
        tally.write(out);
    }

    @Override
    public void read(StateReader in) {
        tally = Tally.read(in);
    }
}
