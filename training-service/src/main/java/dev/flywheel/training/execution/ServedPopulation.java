package dev.flywheel.training.execution;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.scoring.PartEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What the model would have been asked about: the evaluation lists, or the rows of the test part
/// where there are none, with the scores it would have given. The reference is made of them, and
/// the golden rows are drawn from them, one a list.
final class ServedPopulation implements PartEvaluator.Audience {

    private final ReferenceFitter reference;
    private final ScoringPlan plan;
    private final int goldenRows;
    private final boolean ofRows;
    private final List<FeatureRow> golden = new ArrayList<>();
    private final SplittableRandom random;
    private long offered;

    /// @param plan the model's
    /// @param goldenRows how many to draw
    /// @param ofRows whether rows are what is served, and not lists
    ServedPopulation(
            List<Column> columns, ScoringPlan plan, int goldenRows, long seed, boolean ofRows) {
        this.reference = new ReferenceFitter(columns);
        this.plan = plan;
        this.goldenRows = goldenRows;
        this.ofRows = ofRows;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void see(LabelledRow row, double margin) {
        if (ofRows) {
            reference.add(row.features(), score(margin));
            offer(row.features());
        }
    }

    @Override
    public void see(EvaluationList list, double[] margins) {
        for (int i = 0; i < margins.length; i++) {
            reference.add(list.candidates().get(i).features(), score(margins[i]));
        }
        offer(list.candidates().get(random.nextInt(margins.length)).features());
    }

    private double score(double margin) {
        return plan.link().apply(margin + plan.offset());
    }

    private void offer(FeatureRow row) {
        offered++;
        if (golden.size() < goldenRows) {
            golden.add(row);
            return;
        }
        long seat = random.nextLong(offered);
        if (seat < goldenRows) {
            golden.set((int) seat, row);
        }
    }

    Reference reference() {
        return reference.fit();
    }

    List<FeatureRow> goldenRows() {
        return golden;
    }
}
