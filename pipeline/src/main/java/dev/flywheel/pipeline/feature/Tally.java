package dev.flywheel.pipeline.feature;

/// A count and a sum.
final class Tally extends Summary {

    private final CompensatedSum sum = new CompensatedSum();

    double sum() {
        return sum.value();
    }

    void addAll(long count, double otherSum, double otherError) {
        addCount(count);
        sum.add(otherSum, otherError);
    }

    @Override
    void accumulate(double value) {
        sum.add(value);
    }

    @Override
    void subtract(double value) {
        sum.add(-value);
    }

    @Override
    void merge(Summary other) {
        sum.add(((Tally) other).sum);
    }

    @Override
    void writeRest(StateWriter out) {
        sum.write(out);
    }

    @Override
    void readRest(StateReader in) {
        sum.read(in);
    }
}
