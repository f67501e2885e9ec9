package dev.flywheel.pipeline.feature;

/// A count and a sum in which an event is worth half as much after each half-life.
///
/// Forward decay (Cormode et al., "Forward Decay: A Practical Time Decay Model for Streaming
/// Systems", 2009): an event weighs `2^(its time / half-life)`, whatever came before or after, and
/// a value is divided by the weight of the instant that it is asked for. Sums are kept relative to
/// a power of two, and moving that rounds nothing.
final class Decayed {

    private final long halfLife;
    private final CompensatedSum weights = new CompensatedSum();
    private final CompensatedSum sums = new CompensatedSum();
    private long exponent = Long.MIN_VALUE;

    Decayed(long halfLife) {
        this.halfLife = halfLife;
    }

    /// Takes back an event that was counted.
    void takeBack(long at, double value) {
        long floor = Math.floorDiv(at, halfLife);
        double weight = Math.scalb(fraction(at, halfLife), power(floor - exponent));
        weights.add(-weight);
        sums.add(-weight * value);
    }

    void add(long at, double value) {
        long floor = Math.floorDiv(at, halfLife);
        if (floor > exponent) {
            int down = exponent == Long.MIN_VALUE ? 0 : power(exponent - floor);
            weights.scale(down);
            sums.scale(down);
            exponent = floor;
        }
        double weight = Math.scalb(fraction(at, halfLife), power(floor - exponent));
        weights.add(weight);
        sums.add(weight * value);
    }

    double count(AsOf at) {
        return weights.value() * factor(at);
    }

    double sum(AsOf at) {
        return sums.value() * factor(at);
    }

    /// NaN if there is nothing; it does not decay.
    double mean() {
        return weights.value() == 0 ? Double.NaN : sums.value() / weights.value();
    }

    void write(StateWriter out) {
        out.writeByte(exponent == Long.MIN_VALUE ? 0 : 1);
        if (exponent != Long.MIN_VALUE) {
            out.writeLong(exponent);
            weights.write(out);
            sums.write(out);
        }
    }

    void read(StateReader in) {
        if (in.readByte() == 1) {
            exponent = in.readLong();
            weights.read(in);
            sums.read(in);
        }
    }

    private double factor(AsOf at) {
        if (exponent == Long.MIN_VALUE) {
            return 0;
        }
        long floor = Math.floorDiv(at.millis(), halfLife);
        return Math.scalb(1 / at.fraction(halfLife), power(exponent - floor));
    }

    /// `2^x` of what remains of the instant in half-lives: 1 to 2.
    static double fraction(long at, long halfLife) {
        return StrictMath.pow(2, (double) Math.floorMod(at, halfLife) / halfLife);
    }

    /// Beyond this a double is 0 anyway.
    private static int power(long exponent) {
        return (int) Math.max(-5_000, exponent);
    }
}
