package dev.flywheel.monitoring.quality;

import dev.flywheel.monitoring.window.Groups;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// A mean whose uncertainty is told by random groups of users. It adds up to the same figure in any
/// order, as sums are integers in units of 2^-32. Mutable; for one thread.
///
/// A user's rows are alike, so the variance of the mean `t` over groups with sums `s_g` of `n_g`
/// rows is `G/(G-1) * sum (s_g - n_g t)^2 / n^2`: the random group estimator of a ratio (Wolter,
/// Introduction to Variance Estimation, 2nd ed., chapter 2).
///
/// @param rows by group
/// @param sums by group
/// @param squares sums of the squared values, by group
@SuppressWarnings("ArrayRecordComponent") // compared by their JSON only
public record GroupedMean(long[] rows, BigInteger[] sums, BigInteger[] squares) {

    private static final double UNIT = 0x1p32;

    public static GroupedMean empty() {
        return new GroupedMean(new long[Groups.COUNT], zeros(), zeros());
    }

    private static BigInteger[] zeros() {
        BigInteger[] zeros = new BigInteger[Groups.COUNT];
        Arrays.fill(zeros, BigInteger.ZERO);
        return zeros;
    }

    public void add(int group, double value) {
        rows[group]++;
        sums[group] = sums[group].add(units(value));
        squares[group] = squares[group].add(units(value * value));
    }

    /// Errors of large numbers, squared twice, are more than a long can hold.
    private static BigInteger units(double value) {
        double units = Math.clamp(value * UNIT, -Double.MAX_VALUE, Double.MAX_VALUE);
        return Math.abs(units) < 0x1p62
                ? BigInteger.valueOf(Math.round(units))
                : new BigDecimal(units).toBigInteger();
    }

    private static double value(BigInteger units) {
        return units.doubleValue() / UNIT;
    }

    private static double total(BigInteger[] units) {
        return value(Arrays.stream(units).reduce(BigInteger.ZERO, BigInteger::add));
    }

    public void add(GroupedMean other) {
        for (int group = 0; group < rows.length; group++) {
            rows[group] += other.rows[group];
            sums[group] = sums[group].add(other.sums[group]);
            squares[group] = squares[group].add(other.squares[group]);
        }
    }

    public long count() {
        return Arrays.stream(rows).sum();
    }

    /// The mean; empty if there are no rows.
    public Optional<Estimate> estimate() {
        long n = count();
        if (n == 0) {
            return Optional.empty();
        }
        double mean = total(sums) / n;
        double between = 0;
        for (int group = 0; group < rows.length; group++) {
            double residual = value(sums[group]) - rows[group] * mean;
            between += residual * residual;
        }
        double clustered = between * rows.length / (rows.length - 1.0) / n / n;
        // Never below what independent rows would have, so few users can't feign certainty.
        double spread = Math.max(0, total(squares) / n - mean * mean);
        return Optional.of(new Estimate(mean, Math.max(clustered, spread / n), n));
    }
}
