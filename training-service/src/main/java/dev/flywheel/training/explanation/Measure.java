package dev.flywheel.training.explanation;

import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.evaluation.Decision;
import dev.flywheel.training.evaluation.RankedList;
import dev.flywheel.training.scoring.Answers;
import java.util.ArrayList;
import java.util.List;

/// What a model is measured by.
///
/// @param decision that was made on all rows
record Measure(Task task, Metric metric, Decision decision) {

    /// The metric where the model gave those margins; NaN where it is not defined.
    ///
    /// @param margins of the rows of all groups, one after the other
    double of(List<List<LabelledRow>> groups, double[] margins) {
        Answers answers = new Answers(task);
        List<RankedList> lists = new ArrayList<>();
        int next = 0;
        for (List<LabelledRow> group : groups) {
            switch (metric.kind().over()) {
                case ROWS, PERIODS -> answers.add(group.getFirst(), margins[next]);
                case LISTS -> lists.add(ranked(group, margins, next));
            }
            next += group.size();
        }
        return answers.evaluation(lists).deciding(decision).value(metric);
    }

    private static RankedList ranked(List<LabelledRow> group, double[] margins, int from) {
        double[] scores = new double[group.size()];
        boolean[] positives = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = margins[from + i];
            positives[i] = group.get(i).positive();
        }
        return RankedList.of(scores, positives);
    }

    /// How much worse a value is than another; above 0 if it is worse.
    double loss(double score, double other) {
        return metric.lowerIsBetter() ? other - score : score - other;
    }
}
