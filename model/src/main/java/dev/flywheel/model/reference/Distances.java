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
