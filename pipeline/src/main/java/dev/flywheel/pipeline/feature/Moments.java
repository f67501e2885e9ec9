package dev.flywheel.pipeline.feature;

/// The sums of values and of their squares, each as two doubles, so that the deviation of a large
/// number of close values does not drown in rounding.
final class Moments extends Summary {

    /// Below this share of the squared mean, a variance is what rounding left of zero.
    private static final double NOISE = 1e-24;

    private final CompensatedSum sum = new CompensatedSum();
    private final CompensatedSum squares = new CompensatedSum();

    /// The standard deviation of the sample; NaN for fewer than two values.
    double deviation() {
        long n = count();
        if (n < 2) {
            return Double.NaN;
        }
        double high = sum.value();
        double square = high * high;
        double squareRest = Math.fma(high, high, -square) + 2 * high * sum.rest();
        double share = square / (double) n;
        double shareRest = (Math.fma(-share, (double) n, square) + squareRest) / n;
        double variance = ((squares.value() - share) + (squares.rest() - shareRest)) / (n - 1);
        return variance <= NOISE * share ? 0 : Math.sqrt(variance);
    }

    @Override
    void accumulate(double value) {
        sum.add(value);
        double square = value * value;
        squares.add(square);
        squares.add(Math.fma(value, value, -square));
    }

    @Override
    void merge(Summary other) {
        sum.add(((Moments) other).sum);
        squares.add(((Moments) other).squares);
    }

    @Override
    void writeRest(StateWriter out) {
        sum.write(out);
        squares.write(out);
    }

    @Override
    void readRest(StateReader in) {
        sum.read(in);
        squares.read(in);
    }
}
