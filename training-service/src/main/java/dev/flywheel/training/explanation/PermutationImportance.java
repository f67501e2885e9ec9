package dev.flywheel.training.explanation;

import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.FeatureImportance.Loss;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.scoring.Contestant;
import dev.flywheel.training.scoring.Parallel;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Permutation importance: how much of a metric a model loses where the values of one feature are
/// given to other rows, so that the feature tells nothing and its distribution stays.
///
/// It is the measure of Breiman, "Random Forests", Machine Learning 45 (2001), section 10, in the
/// form of Fisher, Rudin and Dominici, "All Models are Wrong, but Many are Useful", JMLR 20 (2019),
/// section 3.1: the difference between the metric with the feature permuted and without, which
/// works for any model and any metric.
///
/// In lists, a feature that all candidates of each list share (what the shopper clicked last)
/// changes places between lists, else no list would be as one can be. A feature that derives from
/// others is permuted for itself. Two features that tell the same can both look unimportant.
final class PermutationImportance {

    static final int REPEATS = 3;

    private final Contestant model;
    private final List<Column> columns;
    private final Measure measure;
    private final long seed;

    /// @param columns of the rows
    PermutationImportance(Contestant model, List<Column> columns, Measure measure, long seed) {
        this.model = model;
        this.columns = List.copyOf(columns);
        this.measure = measure;
        this.seed = seed;
    }

    /// The importance of every feature, with the most important first; null where the metric is not
    /// defined on the sample.
    ///
    /// @param part where the sample was taken
    /// @param threads how many features are permuted at once, which changes no outcome
    @Nullable FeatureImportance of(Sample sample, String part, int threads) {
        List<List<LabelledRow>> groups = sample.groups();
        List<LabelledRow> rows = groups.stream().flatMap(List::stream).toList();
        double score = rows.isEmpty() ? Double.NaN : measure.of(groups, margins(rows));
        if (Double.isNaN(score)) {
            return null;
        }
        List<Loss> losses =
                Parallel.map(
                        IntStream.range(0, columns.size()).boxed().toList(),
                        threads,
                        column -> loss(column, groups, rows, score));
        return new FeatureImportance(
                FeatureImportance.PERMUTATION,
                measure.metric().word(),
                part,
                score,
                REPEATS,
                rows.size(),
                sample.over() == Metric.Over.LISTS ? groups.size() : 0,
                seed,
                losses.stream()
                        .sorted(
                                Comparator.comparingDouble(Loss::loss)
                                        .reversed()
                                        .thenComparing(Loss::feature))
                        .toList());
    }

    private Loss loss(
            int column, List<List<LabelledRow>> groups, List<LabelledRow> rows, double score) {
        SplittableRandom random = new SplittableRandom(seed + column);
        double[] losses = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            List<LabelledRow> permuted = Permutation.of(column, groups, random).apply(column, rows);
            losses[i] = measure.loss(score, measure.of(groups, margins(permuted)));
        }
        double mean = IntStream.range(0, REPEATS).mapToDouble(i -> losses[i]).sum() / REPEATS;
        double squares = 0;
        for (double loss : losses) {
            squares += (loss - mean) * (loss - mean);
        }
        return new Loss(columns.get(column).name(), mean, Math.sqrt(squares / (REPEATS - 1)));
    }

    private double[] margins(List<LabelledRow> rows) {
        ToDoubleFunction<LabelledRow> margin = model.margins();
        return rows.stream().mapToDouble(margin).toArray();
    }
}
