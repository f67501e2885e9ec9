package dev.flywheel.training.scoring;

import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.MeasuredRows;
import dev.flywheel.training.evaluation.RankedList;
import java.util.Arrays;
import java.util.List;

/// What one contestant said of the rows that went by.
public final class Answers {

    private final Task task;

    private final PeriodScores periods = new PeriodScores();
    private double[] values = new double[1024];
    private double[] labels = new double[1024];
    private int size;

    public Answers(Task task) {
        this.task = task;
    }

    /// Adds the next row.
    public void add(LabelledRow row, double margin) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            labels = Arrays.copyOf(labels, size * 2);
        }
        values[size] = margin;
        labels[size] = row.label();
        size++;
        periods.add(row, margin);
    }

    /// Those rows' evaluation, together with lists that were ranked.
    public Evaluation evaluation(List<RankedList> lists) {
        return new Evaluation(rows(), lists, periods.ranked());
    }

    private MeasuredRows rows() {
        return MeasuredRows.of(task, Arrays.copyOf(values, size), Arrays.copyOf(labels, size));
    }
}
