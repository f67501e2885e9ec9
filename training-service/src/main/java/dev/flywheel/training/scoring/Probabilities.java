package dev.flywheel.training.scoring;

import dev.flywheel.training.evaluation.ScoredRows;
import java.util.Arrays;

/// Growing arrays of probabilities and labels.
final class Probabilities {

    private double[] values = new double[1024];
    private boolean[] labels = new boolean[1024];
    private int size;

    void add(double probability, boolean label) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            labels = Arrays.copyOf(labels, size * 2);
        }
        values[size] = probability;
        labels[size] = label;
        size++;
    }

    ScoredRows scored() {
        return new ScoredRows(Arrays.copyOf(values, size), Arrays.copyOf(labels, size));
    }
}
