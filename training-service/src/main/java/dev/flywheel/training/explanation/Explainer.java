package dev.flywheel.training.explanation;

import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.evaluation.Decision;
import dev.flywheel.training.scoring.Contestant;
import dev.flywheel.training.scoring.PartEvaluator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Watches a model's evaluation on the test part, and tells its metrics by slices and which
/// features it needs.
public final class Explainer implements PartEvaluator.Audience {

    /// How often importance asks the model in all, so that it takes a second or two.
    private static final int MOST_SCORES = 500_000;

    private static final int MOST_ROWS = 20_000;
    private static final int FEWEST_ROWS = 200;
    private static final String PART = "test";

    private final List<Column> columns;
    private final Task task;
    private final Metric metric;
    private final long seed;
    private final List<SlicedAnswers> slices;
    private final Sample sample;

    public Explainer(SnapshotDatabase snapshot, Pipeline pipeline) {
        this.columns = snapshot.columns();
        this.task = pipeline.task();
        this.metric = pipeline.selectBy();
        this.seed = pipeline.seed();
        this.slices =
                SliceColumn.of(snapshot, Selection.of(Part.TEST), pipeline.evaluation()).stream()
                        .map(column -> new SlicedAnswers(column, task))
                        .toList();
        int passes = PermutationImportance.REPEATS * Math.max(1, columns.size());
        this.sample =
                new Sample(
                        metric.kind().over(),
                        Math.clamp(MOST_SCORES / passes, FEWEST_ROWS, MOST_ROWS),
                        seed);
    }

    @Override
    public void see(LabelledRow row, double margin) {
        sample.see(row, margin);
        slices.forEach(slice -> slice.see(row, margin));
    }

    @Override
    public void see(EvaluationList list, double[] margins) {
        sample.see(list, margins);
        slices.forEach(slice -> slice.see(list, margins));
    }

    /// The metrics of what was seen, by slices.
    ///
    /// @param decision the model's
    public SlicedMetrics slices(Decision decision) {
        return new SlicedMetrics(
                PART, slices.stream().map(slice -> slice.slice(decision)).toList());
    }

    /// What each feature is worth to the model; null if its metric is not defined on what was seen.
    ///
    /// @param model the one that was watched
    /// @param decision the model's
    /// @param threads how many features are looked at at once
    public @Nullable FeatureImportance importance(
            Contestant model, Decision decision, int threads) {
        return new PermutationImportance(model, columns, new Measure(task, metric, decision), seed)
                .of(sample, PART, threads);
    }
}
