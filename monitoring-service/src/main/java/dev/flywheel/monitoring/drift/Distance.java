package dev.flywheel.monitoring.drift;

import dev.flywheel.model.reference.Distances;

/// A measure of how far two distributions lie apart.
///
/// Near equality both are a multiple of the same sum over cells, `sum (p - q)^2 / ((p + q) / 2)`:
/// the PSI is that sum (expand `(p - q) ln(p / q)`), the Jensen-Shannon divergence an eighth of it
/// (expand both Kullback-Leibler terms around the middle). So the noise of both follows from the
/// variances of the shares.
public enum Distance {
    PSI(1) {
        @Override
        double divergence(long[] reference, long[] current) {
            return Distances.psi(reference, current);
        }

        @Override
        double scaled(double divergence) {
            return Math.max(0, divergence);
        }
    },
    /// The square root of the divergence, with the natural logarithm: between 0 and 0.8326.
    JENSEN_SHANNON(0.125) {
        @Override
        double divergence(long[] reference, long[] current) {
            double distance = Distances.jensenShannon(reference, current);
            return distance * distance;
        }

        @Override
        double scaled(double divergence) {
            return Math.sqrt(Math.max(0, divergence));
        }
    };

    private final double factor;

    Distance(double factor) {
        this.factor = factor;
    }

    /// The measure on the scale on which it adds up like a chi-square.
    abstract double divergence(long[] reference, long[] current);

    /// A divergence on the scale on which thresholds are given; negative ones are 0.
    abstract double scaled(double divergence);

    /// What a sum `sum (p - q)^2 / ((p + q) / 2)` contributes to the divergence.
    double factor() {
        return factor;
    }

    /// The measure of that name in a pipeline file.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Distance named(String name) {
        return switch (name) {
            case "psi" -> PSI;
            case "jensen-shannon" -> JENSEN_SHANNON;
            default -> throw new IllegalArgumentException("No distance is named '" + name + "'");
        };
    }

    /// As pipeline files spell it.
    public String word() {
        return switch (this) {
            case PSI -> "psi";
            case JENSEN_SHANNON -> "jensen-shannon";
        };
    }
}
