package dev.flywheel.model.encoding;

/// Mean, deviation and skewness of numbers seen one at a time.
///
/// The update formulas are those of Terriberry, "Computing Higher-Order Moments Online" (2007),
/// which extend Welford's (1962) to the third moment.
final class Moments {

    private long count;
    private double mean;
    private double second;
    private double third;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
        long before = count;
        count++;
        double delta = value - mean;
        double step = delta / count;
        double term = delta * step * before;
        mean += step;
        third += term * step * (count - 2) - 3 * step * second;
        second += term;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    void clear() {
        count = 0;
        mean = 0;
        second = 0;
        third = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    double mean() {
        return mean;
    }

    /// The population's standard deviation; 0 without at least two different values.
    double deviation() {
        return count == 0 ? 0 : Math.sqrt(second / count);
    }

    /// The population's skewness; 0 where it is not defined.
    double skewness() {
        return second == 0 ? 0 : Math.sqrt((double) count) * third / (second * Math.sqrt(second));
    }
}
