package dev.flywheel.training.explanation;

import dev.flywheel.model.bundle.SlicedMetrics.Segment;
import dev.flywheel.model.bundle.SlicedMetrics.Slice;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.evaluation.Decision;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.MeasuredRows;
import dev.flywheel.training.evaluation.RankedList;
import dev.flywheel.training.scoring.PartEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a model said, told apart by the values of one feature. A list belongs to the value that its
/// positive has.
final class SlicedAnswers implements PartEvaluator.Audience {

    private final SliceColumn column;
    private final Task task;
    private final Map<@Nullable String, Integer> positions;
    private final List<Answered> segments = new ArrayList<>();

    SlicedAnswers(SliceColumn column, Task task) {
        this.column = column;
        this.task = task;
        this.positions = column.positions();
        for (int i = 0; i <= column.values().size(); i++) {
            segments.add(new Answered());
        }
    }

    @Override
    public void see(LabelledRow row, double margin) {
        Answered segment = segmentOf(row);
        segment.margins.add(margin);
        segment.labels.add(row.label());
    }

    @Override
    public void see(EvaluationList list, double[] margins) {
        boolean[] positives = list.positives();
        for (int i = 0; i < positives.length; i++) {
            if (positives[i]) {
                segmentOf(list.candidates().get(i)).lists.add(RankedList.of(margins, positives));
                return;
            }
        }
    }

    private Answered segmentOf(LabelledRow row) {
        String value = row.features().category(column.index());
        return segments.get(positions.getOrDefault(value, column.values().size()));
    }

    /// The metrics of each value, under a decision that was made on all rows.
    Slice slice(Decision decision) {
        List<Segment> values = new ArrayList<>();
        for (int i = 0; i < column.values().size(); i++) {
            values.add(segments.get(i).segment(column.values().get(i), task, decision));
        }
        Answered rest = segments.getLast();
        return new Slice(
                column.feature(),
                values,
                rest.isEmpty() ? null : rest.segment(null, task, decision));
    }

    private static final class Answered {

        private final Doubles margins = new Doubles();
        private final Doubles labels = new Doubles();
        private final List<RankedList> lists = new ArrayList<>();

        private boolean isEmpty() {
            return margins.size() == 0 && lists.isEmpty();
        }

        private Segment segment(@Nullable String value, Task task, Decision decision) {
            MeasuredRows rows = MeasuredRows.of(task, margins.toArray(), labels.toArray());
            Evaluation evaluation = new Evaluation(rows, lists).deciding(decision);
            return new Segment(value, rows.size(), lists.size(), evaluation.metrics());
        }
    }
}
