package dev.flywheel.pipeline.feature;

/// A count and a sum that come out alike in any order of addition.
///
/// The sum carries its rounding error along (Neumaier), so that two orders differ by far less than
/// 1e-9 of it.
final class Tally {

    private long count;
    private double sum;
    private double error;

    long count() {
        return count;
    }

    double sum() {
        return sum + error;
    }

    /// NaN if there is nothing.
    double mean() {
        return count == 0 ? Double.NaN : sum() / count;
    }

    void add(double value) {
        count++;
        accumulate(value);
    }

    void add(Tally other) {
        count += other.count;
        accumulate(other.sum);
        error += other.error;
    }

    void write(StateWriter out) {
        out.writeLong(count);
        boolean summed = sum != 0 || error != 0;
        out.writeByte(summed ? 1 : 0);
        if (summed) {
            out.writeDouble(sum);
            out.writeDouble(error);
        }
    }

    static Tally read(StateReader in) {
        Tally tally = new Tally();
        tally.count = in.readLong();
        if (in.readByte() == 1) {
            tally.sum = in.readDouble();
            tally.error = in.readDouble();
        }
        return tally;
    }

    private void accumulate(double value) {
        double total = sum + value;
        error += Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
        sum = total;
    }
}
