package dev.flywheel.model.scoring;

import dev.flywheel.model.encoding.EncodedRow;
import java.util.Arrays;

/// A factorization machine: a linear part and, for each pair of active slots, the product of their
/// factor vectors.
///
/// The sum over pairs is computed in linear time by the identity of Rendle, "Factorization
/// Machines" (ICDM 2010), lemma 3.1: half of the square of the sum less the sum of squares, factor
/// by factor. A library that learns one machine an output has the difference of two machines as its
/// log odds, so a plan has two groups of factors: those that count for the positive label, and
/// those that count against it (there may be none).
public final class FactorizationPlan implements ScoringPlan {

    private final double bias;
    private final double[] weights;
    private final int plusFactors;
    private final int minusFactors;
    private final double[] matrix;
    private final double offset;
    private final Link link;

    /// A plan of log odds.
    public FactorizationPlan(
            double bias, double[] weights, int plusFactors, double[] matrix, double offset) {
        this(bias, weights, plusFactors, matrix, offset, Link.LOGIT);
    }

    /// @param weights one a slot
    /// @param plusFactors how many factors count for the positive label
    /// @param matrix slot after slot, each first its plus factors, then its minus factors
    public FactorizationPlan(
            double bias,
            double[] weights,
            int plusFactors,
            double[] matrix,
            double offset,
            Link link) {
        int factors = weights.length == 0 ? plusFactors : matrix.length / weights.length;
        if (matrix.length != weights.length * factors || plusFactors > factors || factors < 1) {
            throw new IllegalArgumentException(
                    "A matrix of %d numbers does not fit %d slots with %d plus factors"
                            .formatted(matrix.length, weights.length, plusFactors));
        }
        this.bias = bias;
        this.weights = weights.clone();
        this.plusFactors = plusFactors;
        this.minusFactors = factors - plusFactors;
        this.matrix = matrix.clone();
        this.offset = offset;
        this.link = link;
    }

    @Override
    public int slots() {
        return weights.length;
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public double offset() {
        return offset;
    }

    @Override
    public int scratch() {
        return 2 * factors();
    }

    @Override
    public double margin(EncodedRow row, double[] scratch) {
        int factors = factors();
        Arrays.fill(scratch, 0, 2 * factors, 0);
        for (int i = 0; i < row.size(); i++) {
            int base = row.slot(i) * factors;
            double value = row.value(i);
            for (int f = 0; f < factors; f++) {
                double product = matrix[base + f] * value;
                scratch[f] += product;
                scratch[factors + f] += product * product;
            }
        }
        double plus = pairs(scratch, 0, plusFactors);
        double minus = pairs(scratch, plusFactors, factors);
        return bias + LinearPlan.dot(weights, row) + 0.5 * (plus - minus);
    }

    private double pairs(double[] scratch, int from, int to) {
        double sum = 0;
        for (int f = from; f < to; f++) {
            sum += scratch[f] * scratch[f] - scratch[factors() + f];
        }
        return sum;
    }

    /// How many factors a slot has, those that count for the positive label first.
    public int factors() {
        return plusFactors + minusFactors;
    }

    /// How many of them count for the positive label; the others count against it.
    public int plusFactors() {
        return plusFactors;
    }

    public double bias() {
        return bias;
    }

    public double weight(int slot) {
        return weights[slot];
    }

    public double factor(int slot, int factor) {
        return matrix[slot * factors() + factor];
    }

    double[] weights() {
        return weights;
    }

    double[] matrix() {
        return matrix;
    }
}
