package dev.flywheel.model.scoring;

import dev.flywheel.model.encoding.EncodedRow;

/// A linear model: the bias and one weight a slot.
public final class LinearPlan implements ScoringPlan {

    private final double bias;
    private final double[] weights;
    private final double offset;
    private final Link link;

    public LinearPlan(double bias, double[] weights, double offset) {
        this(bias, weights, offset, Link.LOGIT);
    }

    public LinearPlan(double bias, double[] weights, double offset, Link link) {
        this.link = link;
        this.bias = bias;
        this.weights = weights.clone();
        this.offset = offset;
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
        return 0;
    }

    @Override
    public double margin(EncodedRow row, double[] scratch) {
        return bias + dot(weights, row);
    }

    /// The weighted sum of the row, in ascending order of slot.
    static double dot(double[] weights, EncodedRow row) {
        double sum = 0;
        for (int i = 0; i < row.size(); i++) {
            sum += weights[row.slot(i)] * row.value(i);
        }
        return sum;
    }

    public double bias() {
        return bias;
    }

    public double weight(int slot) {
        return weights[slot];
    }

    double[] weights() {
        return weights;
    }
}
