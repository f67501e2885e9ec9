package dev.flywheel.training.explanation;

import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.scoring.PartEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A bounded part of what a metric is measured on: lists or rows drawn with equal chances
/// (algorithm R, Vitter 1985), or the first rows where their periods must stay whole.
final class Sample implements PartEvaluator.Audience {

    private final Metric.Over over;
    private final int mostRows;
    private final SplittableRandom random;
    private final List<List<LabelledRow>> groups = new ArrayList<>();
    private long offered;
    private int seats;

    /// @param over what the metric is measured on
    /// @param mostRows how many rows to keep, of all lists together
    Sample(Metric.Over over, int mostRows, long seed) {
        this.over = over;
        this.mostRows = mostRows;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void see(LabelledRow row, double margin) {
        switch (over) {
            case ROWS -> offer(List.of(row));
            case PERIODS -> {
                if (groups.size() < mostRows) {
                    groups.add(List.of(row));
                }
            }
            case LISTS -> {}
        }
    }

    @Override
    public void see(EvaluationList list, double[] margins) {
        if (over == Metric.Over.LISTS) {
            offer(list.candidates());
        }
    }

    private void offer(List<LabelledRow> group) {
        if (offered == 0) {
            seats = Math.max(1, mostRows / group.size());
        }
        offered++;
        if (groups.size() < seats) {
            groups.add(group);
            return;
        }
        long seat = random.nextLong(offered);
        if (seat < seats) {
            groups.set((int) seat, group);
        }
    }

    /// The lists, or every row as a group of its own.
    List<List<LabelledRow>> groups() {
        return List.copyOf(groups);
    }

    Metric.Over over() {
        return over;
    }
}
