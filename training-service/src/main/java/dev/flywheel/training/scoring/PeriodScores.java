package dev.flywheel.training.scoring;

import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.evaluation.RankedList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The highest score of each entity in each period, and whether it had a positive there.
final class PeriodScores {

    private final Map<Long, Map<String, Best>> periods = new LinkedHashMap<>();

    void add(LabelledRow row, double score) {
        String entity = row.entity();
        if (entity != null) {
            periods.computeIfAbsent(row.period(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(entity, _ -> new Best())
                    .add(score, row.positive());
        }
    }

    List<RankedList> ranked() {
        List<RankedList> ranked = new ArrayList<>();
        for (Map<String, Best> period : periods.values()) {
            double[] scores = new double[period.size()];
            boolean[] positives = new boolean[scores.length];
            int i = 0;
            for (Best best : period.values()) {
                scores[i] = best.score;
                positives[i] = best.positive;
                i++;
            }
            ranked.add(RankedList.of(scores, positives));
        }
        return ranked;
    }

    private static final class Best {

        private double score = Double.NEGATIVE_INFINITY;
        private boolean positive;

        void add(double other, boolean isPositive) {
            score = Math.max(score, other);
            positive |= isPositive;
        }
    }
}
