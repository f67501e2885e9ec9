package dev.flywheel.training.dataset;

import java.util.List;

/// The candidates of one positive, as a ranking would have been asked for at its place.
public record EvaluationList(List<LabelledRow> candidates) {

    public EvaluationList {
        candidates = List.copyOf(candidates);
    }

    public boolean[] positives() {
        boolean[] positives = new boolean[candidates.size()];
        for (int i = 0; i < positives.length; i++) {
            positives[i] = candidates.get(i).positive();
        }
        return positives;
    }
}
