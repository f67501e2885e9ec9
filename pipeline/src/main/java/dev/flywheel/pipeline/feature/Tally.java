package dev.flywheel.pipeline.feature;

/// A count and a sum, which carries its rounding error along as [CompensatedSum] does.
final class Tally extends Summary {

    private double sum;
    private double error;

    double sum() {
        return sum + error;
    }

    void addAll(long count, double otherSum, double otherError) {
        addCount(count);
        add(otherSum, otherError);
    }

    @Override
    void accumulate(double value) {
        error += CompensatedSum.error(sum, value);
        sum += value;
    }

    @Override
    void subtract(double value) {
        accumulate(-value);
    }

    @Override
    void merge(Summary other) {
        Tally that = (Tally) other;
        add(that.sum, that.error);
    }

    private void add(double otherSum, double otherError) {
        accumulate(otherSum);
        error += otherError;
    }

    @Override
    void writeRest(StateWriter out) {
        CompensatedSum.write(sum, error, out);
    }

    @Override
    void readRest(StateReader in) {
        if (in.readByte() == 1) {
            sum = in.readDouble();
            error = in.readDouble();
        }
    }
}
