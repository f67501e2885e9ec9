package dev.flywheel.training.execution;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.scoring.PartEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What the model would have been asked about: the evaluation lists, with the scores it would have
/// given. The reference is made of them, and the golden rows are drawn from them, one a list.
final class ServedPopulation implements PartEvaluator.Audience {

    private final ReferenceFitter reference;
    private final double offset;
    private final int goldenRows;
    private final List<FeatureRow> golden = new ArrayList<>();
    private final SplittableRandom random;
    private long lists;

    /// @param offset of the model's plan
    /// @param goldenRows how many to draw
    ServedPopulation(List<Column> columns, double offset, int goldenRows, long seed) {
        this.reference = new ReferenceFitter(columns);
        this.offset = offset;
        this.goldenRows = goldenRows;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void see(EvaluationList list, double[] margins) {
        for (int i = 0; i < margins.length; i++) {
            reference.add(
                    list.candidates().get(i).features(), ScoringPlan.sigmoid(margins[i] + offset));
        }
        lists++;
        FeatureRow row = list.candidates().get(random.nextInt(margins.length)).features();
        if (golden.size() < goldenRows) {
            golden.add(row);
            return;
        }
        long seat = random.nextLong(lists);
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
