package dev.flywheel.monitoring.drift;

import dev.flywheel.monitoring.window.Groups;
import java.util.Arrays;

/// The divergence that sampling alone is expected to show where nothing has drifted.
///
/// The divergence is about `factor * sum (p - q)^2 / m`, with `m` the mean of the shares `p` and
/// `q`, so without drift its expectation is `factor * sum (Var p + Var q) / m`. For independent
/// rows that is `(cells - 1) (1/n + 1/m)` (Yurdakul 2018); here the variances come from random
/// groups of users (see [Groups]), which multiplies it by the mean design effect: the first-order
/// correction of Rao and Scott ("The Analysis of Categorical Data from Complex Sample Surveys",
/// 1981). About that expectation it spreads like a chi-square with `cells - 1` degrees of freedom.
///
/// @param expected the mean of the divergence without drift
/// @param spread its standard deviation
/// @param effectiveRows how many independent rows would be as informative as those counted
record Noise(double expected, double spread, double effectiveRows) {

    /// A divergence this many spreads above its expectation isn't chance: of a chi-square with 1 to
    /// 50 degrees of freedom less than 1.5 % lie there, and a breach takes several features in
    /// several windows.
    private static final double SIGNIFICANT = 3;

    /// @param groups live rows by group of users and cell
    /// @param reference reference rows by cell
    /// @param predictions how many answers the live rows come from
    /// @param referenceLists how many answers the reference rows would be
    /// @param factor from the sum of squares to the divergence
    static Noise of(
            long[][] groups,
            long[] reference,
            long predictions,
            double referenceLists,
            double factor) {
        double[] p = shares(reference);
        double[] q = shares(total(groups, reference.length));
        double[] variance = variance(groups, q, predictions);
        // The reference's users cluster like the live ones; its variance differs by its size.
        double both = 1 + predictions / Math.max(1, referenceLists);
        double sum = 0;
        double simple = 0;
        double clustered = 0;
        int cells = 0;
        for (int cell = 0; cell < p.length; cell++) {
            double middle = (p[cell] + q[cell]) / 2;
            if (middle > 0) {
                sum += variance[cell] * both / middle;
                cells++;
            }
            simple += q[cell] * (1 - q[cell]);
            clustered += variance[cell];
        }
        double expected = factor * sum;
        double effective = clustered > 0 ? simple / clustered : predictions;
        return new Noise(expected, expected * Math.sqrt(2.0 / Math.max(1, cells - 1)), effective);
    }

    /// Whether that divergence can't be chance.
    boolean isExceededBy(double divergence) {
        return divergence > expected + SIGNIFICANT * spread;
    }

    private static double[] variance(long[][] groups, double[] q, long predictions) {
        double[] variance = new double[q.length];
        long rows = 0;
        int inUse = 0;
        for (long[] group : groups) {
            long inGroup = Arrays.stream(group).sum();
            rows += inGroup;
            inUse += inGroup > 0 ? 1 : 0;
            for (int cell = 0; cell < q.length; cell++) {
                double residual = group[cell] - inGroup * q[cell];
                variance[cell] += residual * residual;
            }
        }
        double scale = Groups.COUNT / (Groups.COUNT - 1.0) / Math.max(1, (double) rows * rows);
        for (int cell = 0; cell < q.length; cell++) {
            variance[cell] *= scale;
            if (inUse < Groups.ENOUGH) {
                // Too few users to compare: as if each answer were one independent row.
                double independent = q[cell] * (1 - q[cell]) / Math.max(1, predictions);
                variance[cell] = Math.max(variance[cell], independent);
            }
        }
        return variance;
    }

    private static long[] total(long[][] groups, int cells) {
        long[] total = new long[cells];
        for (long[] group : groups) {
            Arrays.setAll(total, cell -> total[cell] + group[cell]);
        }
        return total;
    }

    private static double[] shares(long[] counts) {
        double total = Math.max(1, Arrays.stream(counts).sum());
        return Arrays.stream(counts).mapToDouble(count -> count / total).toArray();
    }
}
