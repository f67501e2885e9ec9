package dev.flywheel.model.reference;

import java.util.Arrays;

/// How far two sets of counts in the same bins are apart.
///
/// All of them are 0 for equal shares, never negative and symmetric. With few rows they are above 0
/// by chance alone, the more so the more bins there are: see [#expectedPsi].
public final class Distances {

    /// The share that an emptier bin counts as in the population stability index, as in Evidently;
    /// without it one empty bin would make the index infinite.
    public static final double LEAST_SHARE = 0.0001;

    private Distances() {}

    /// The population stability index: the sum over bins of `(c - r) ln(c / r)`, with shares below
    /// [#LEAST_SHARE] raised to it.
    ///
    /// Formula: Siddiqi, "Credit Risk Scorecards" (2006), chapter 8; it is Jeffreys' divergence.
    ///
    /// @throws IllegalArgumentException if the lengths differ or a side counted nothing
    public static double psi(long[] reference, long[] current) {
        double[] r = shares(reference, current.length);
        double[] c = shares(current, reference.length);
        double sum = 0;
        for (int i = 0; i < r.length; i++) {
            double before = Math.max(r[i], LEAST_SHARE);
            double now = Math.max(c[i], LEAST_SHARE);
            sum += (now - before) * StrictMath.log(now / before);
        }
        return sum;
    }

    /// What the population stability index is on average between two samples of one population:
    /// `(bins - 1) (1/n + 1/m)`, bins that are empty on both sides left out.
    ///
    /// Formula: Yurdakul, "Statistical Properties of Population Stability Index" (2018), chapter 3.
    public static double expectedPsi(long[] reference, long[] current) {
        requireSameBins(reference.length, current.length);
        long used = 0;
        for (int i = 0; i < reference.length; i++) {
            used += reference[i] + current[i] > 0 ? 1 : 0;
        }
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(current).sum();
        return Math.max(0, used - 1) * (1 / n + 1 / m);
    }

    /// The Jensen-Shannon distance: the square root of the divergence, with the natural logarithm,
    /// so between 0 and `sqrt(ln 2)`, about 0.8326. Empty bins count as they are: a share of 0 adds
    /// nothing on its side.
    ///
    /// Formula: Lin, "Divergence Measures Based on the Shannon Entropy" (1991); its square root is
    /// a metric by Endres and Schindelin (2003). SciPy and Evidently compute the same figure.
    ///
    /// @throws IllegalArgumentException if the lengths differ or a side counted nothing
    public static double jensenShannon(long[] reference, long[] current) {
        double[] r = shares(reference, current.length);
        double[] c = shares(current, reference.length);
        double divergence = 0;
        for (int i = 0; i < r.length; i++) {
            double middle = (r[i] + c[i]) / 2;
            divergence += (term(r[i], middle) + term(c[i], middle)) / 2;
        }
        return Math.sqrt(Math.max(0, divergence));
    }

    /// The Kolmogorov-Smirnov statistic: the greatest difference between the two cumulative shares
    /// at the edges of numeric bins, from 0 to 1. Missing values are left out. Within a bin the
    /// difference may be greater, by at most the share of the bin.
    ///
    /// Formula: Smirnov, "Table for Estimating the Goodness of Fit of Empirical Distributions"
    /// (1948).
    ///
    /// @throws IllegalArgumentException if the lengths differ; 0 if a side has only missing values
    public static double kolmogorovSmirnov(long[] reference, long[] current) {
        requireSameBins(reference.length, current.length);
        double n = Arrays.stream(reference).skip(Bins.MISSING + 1).sum();
        double m = Arrays.stream(current).skip(Bins.MISSING + 1).sum();
        if (n == 0 || m == 0) {
            return 0;
        }
        long before = 0;
        long now = 0;
        double greatest = 0;
        for (int i = Bins.MISSING + 1; i < reference.length; i++) {
            before += reference[i];
            now += current[i];
            greatest = Math.max(greatest, Math.abs(before / n - now / m));
        }
        return greatest;
    }

    /// The chi-square statistic of homogeneity: the sum over bins of the squared differences
    /// between the counts and those expected if both sides had the same shares, divided by the
    /// expected. Its degrees of freedom are the bins that are not empty on both sides, less one.
    ///
    /// Formula: Pearson (1900), in the form of Press et al., "Numerical Recipes" (2007), 14.3.
    ///
    /// @throws IllegalArgumentException if the lengths differ or a side counted nothing
    public static double chiSquare(long[] reference, long[] current) {
        requireSameBins(reference.length, current.length);
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(current).sum();
        if (n <= 0 || m <= 0) {
            throw new IllegalArgumentException("Nothing was counted");
        }
        double statistic = 0;
        for (int i = 0; i < reference.length; i++) {
            double both = (double) reference[i] + current[i];
            if (both > 0) {
                double difference = Math.sqrt(m / n) * reference[i] - Math.sqrt(n / m) * current[i];
                statistic += difference * difference / both;
            }
        }
        return statistic;
    }

    private static double term(double share, double middle) {
        return share == 0 ? 0 : share * StrictMath.log(share / middle);
    }

    private static double[] shares(long[] counts, int otherLength) {
        requireSameBins(counts.length, otherLength);
        long total = Arrays.stream(counts).sum();
        if (total <= 0) {
            throw new IllegalArgumentException("Nothing was counted");
        }
        return Arrays.stream(counts).mapToDouble(count -> (double) count / total).toArray();
    }

    private static void requireSameBins(int reference, int current) {
        if (reference != current) {
            throw new IllegalArgumentException(
                    "%d bins can't be compared with %d".formatted(reference, current));
        }
    }
}
