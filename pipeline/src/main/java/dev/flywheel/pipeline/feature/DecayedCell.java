package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// A count, sum or mean in which an event is worth half as much after each half-life.
///
/// Forward decay (Cormode et al., "Forward Decay: A Practical Time Decay Model for Streaming
/// Systems", 2009): an event weighs `2^(its time / half-life)`, whatever came before or after, and
/// a value is divided by the weight of the instant that it is asked for. Sums are kept relative to
/// a power of two, and moving that rounds nothing. Each carries its rounding error along, as
/// [CompensatedSum] does; all of it is in this one object, as there are very many.
final class DecayedCell implements Cell {

    private static final long NOTHING = Long.MIN_VALUE;

    private final Statistic statistic;

    /// In milliseconds.
    private final long halfLife;

    private long exponent = NOTHING;
    private double weights;
    private double weightsError;
    private double sums;
    private double sumsError;

    DecayedCell(Statistic statistic, long halfLife) {
        this.statistic = statistic;
        this.halfLife = halfLife;
    }

    @Override
    public void apply(Place place, AsOf at, @Nullable Object value) {
        if (statistic == Statistic.COUNT) {
            add(at, 0);
        } else if (value instanceof Number number) {
            add(at, number.doubleValue());
        }
    }

    @Override
    public void add(Place place) {
        add(AsOf.of(place.eventTime()), 0);
    }

    @Override
    public void takeBack(Place place) {
        takeBack(AsOf.of(place.eventTime()), 0);
    }

    /// What rounding leaves of a sum is little beside others, but a mean of it would be anything.
    @Override
    public boolean takeBack(Place place, @Nullable Object value) {
        AsOf at = AsOf.of(place.eventTime());
        if (statistic == Statistic.COUNT) {
            takeBack(at, 0);
        } else if (value instanceof Number number) {
            if (statistic != Statistic.SUM) {
                return false;
            }
            takeBack(at, number.doubleValue());
        }
        return true;
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        vector.set(column, number(at));
    }

    @Override
    public double number(AsOf at) {
        double weight = weights + weightsError;
        double sum = sums + sumsError;
        return switch (statistic) {
            case COUNT -> weight * factor(at);
            case SUM -> sum * factor(at);
            // It does not decay.
            default -> weight == 0 ? Double.NaN : sum / weight;
        };
    }

    private void add(AsOf at, double value) {
        long floor = at.halfLives(halfLife);
        if (floor > exponent) {
            scale(exponent == NOTHING ? 0 : power(exponent - floor));
            exponent = floor;
        }
        double weight = Math.scalb(at.fraction(halfLife), power(floor - exponent));
        add(weight, weight * value);
    }

    private void takeBack(AsOf at, double value) {
        long floor = at.halfLives(halfLife);
        double weight = Math.scalb(at.fraction(halfLife), power(floor - exponent));
        add(-weight, -weight * value);
    }

    private void add(double weight, double value) {
        weightsError += CompensatedSum.error(weights, weight);
        weights += weight;
        sumsError += CompensatedSum.error(sums, value);
        sums += value;
    }

    /// Multiplies by a power of two, which rounds nothing.
    private void scale(int power) {
        weights = Math.scalb(weights, power);
        weightsError = Math.scalb(weightsError, power);
        sums = Math.scalb(sums, power);
        sumsError = Math.scalb(sumsError, power);
    }

    private double factor(AsOf at) {
        if (exponent == NOTHING) {
            return 0;
        }
        return Math.scalb(1 / at.fraction(halfLife), power(exponent - at.halfLives(halfLife)));
    }

    /// `2^x` of what remains of the instant in half-lives: 1 to 2.
    static double fraction(long at, long halfLife) {
        return StrictMath.pow(2, (double) Math.floorMod(at, halfLife) / halfLife);
    }

    /// Beyond this a double is 0 anyway.
    private static int power(long exponent) {
        return (int) Math.max(-5_000, exponent);
    }

    @Override
    public void write(StateWriter out) {
        out.writeByte(exponent == NOTHING ? 0 : 1);
        if (exponent != NOTHING) {
            out.writeLong(exponent);
            CompensatedSum.write(weights, weightsError, out);
            CompensatedSum.write(sums, sumsError, out);
        }
    }

    @Override
    public void read(StateReader in) {
        if (in.readByte() == 1) {
            exponent = in.readLong();
            if (in.readByte() == 1) {
                weights = in.readDouble();
                weightsError = in.readDouble();
            }
            if (in.readByte() == 1) {
                sums = in.readDouble();
                sumsError = in.readDouble();
            }
        }
    }
}
