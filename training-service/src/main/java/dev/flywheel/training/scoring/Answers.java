package dev.flywheel.training.scoring;

import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.MeasuredRows;
import dev.flywheel.training.evaluation.PredictedRows;
import dev.flywheel.training.evaluation.RankedList;
import dev.flywheel.training.evaluation.ScoredRows;
import java.util.Arrays;
import java.util.List;

/// What one contestant said of the rows that went by.
final class Answers {

    private final Task task;

    private final PeriodScores periods = new PeriodScores();
    private double[] values = new double[1024];
    private double[] labels = new double[1024];
    private int size;

    Answers(Task task) {
        this.task = task;
    }

    void add(LabelledRow row, double margin) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            labels = Arrays.copyOf(labels, size * 2);
        }
        values[size] = margin;
        labels[size] = row.label();
        size++;
        periods.add(row, margin);
    }

    Evaluation evaluation(List<RankedList> lists) {
        return new Evaluation(rows(), lists, periods.ranked());
    }

    private MeasuredRows rows() {
        return switch (task) {
            case CLASSIFICATION -> {
                double[] probabilities = new double[size];
                boolean[] positive = new boolean[size];
                for (int i = 0; i < size; i++) {
                    probabilities[i] = ScoringPlan.sigmoid(values[i]);
                    positive[i] = labels[i] == 1;
                }
                yield new ScoredRows(probabilities, positive);
            }
            case REGRESSION ->
                    new PredictedRows(Arrays.copyOf(values, size), Arrays.copyOf(labels, size));
        };
    }
}
