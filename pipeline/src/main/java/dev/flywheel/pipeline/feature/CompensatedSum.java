package dev.flywheel.pipeline.feature;

/// A sum that carries its rounding error along (Neumaier, "Rundungsfehleranalyse einiger Verfahren
/// zur Summation endlicher Summen", 1974), so that two orders of addition differ by far less than
/// 1e-9 of it.
final class CompensatedSum {

    private double sum;
    private double error;

    double value() {
        return sum + error;
    }

    /// What [#value] leaves out.
    double rest() {
        double value = sum + error;
        double share = value - sum;
        return (sum - (value - share)) + (error - share);
    }

    void add(double value) {
        error += error(sum, value);
        sum += value;
    }

    void add(CompensatedSum other) {
        add(other.sum, other.error);
    }

    /// Adds a sum and its error.
    void add(double otherSum, double otherError) {
        add(otherSum);
        error += otherError;
    }

    /// What an addition of doubles rounds away.
    static double error(double sum, double value) {
        double total = sum + value;
        return Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
    }

    /// Multiplies by a power of two, which rounds nothing.
    void scale(int exponent) {
        sum = Math.scalb(sum, exponent);
        error = Math.scalb(error, exponent);
    }

    void write(StateWriter out) {
        write(sum, error, out);
    }

    static void write(double sum, double error, StateWriter out) {
        boolean summed = sum != 0 || error != 0;
        out.writeByte(summed ? 1 : 0);
        if (summed) {
            out.writeDouble(sum);
            out.writeDouble(error);
        }
    }

    void read(StateReader in) {
        if (in.readByte() == 1) {
            sum = in.readDouble();
            error = in.readDouble();
        }
    }
}
