package dev.flywheel.monitoring.quality;

import dev.flywheel.pipeline.spec.Evaluation.Cost;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known about the quality of one version's answers in one window. Mutable; adds up over
/// windows in any order.
///
/// A rank counts when one of its candidates was chosen: NDCG@k of a single relevant candidate at
/// rank `r` is `1 / log2(r + 1)` up to `k` and 0 beyond, its reciprocal rank `1 / r`, its hit 1. A
/// single prediction counts as positive when its outcome came, and as negative when its label
/// window closed without one or an outcome said so. A predicted number counts when its outcome
/// came.
///
/// @param k the cut-off of the rank metrics
/// @param ranks how many ranks there were, chosen from or not
/// @param singles how many single predictions there were
/// @param decisions of single predictions, where their version decides
/// @param errors of predicted numbers
public record QualityCounts(
        int k,
        long ranks,
        long singles,
        GroupedMean ndcg,
        GroupedMean reciprocalRank,
        GroupedMean hit,
        GroupedMean logLoss,
        GroupedMean predicted,
        GroupedMean observed,
        ScoreCounts scores,
        DecisionCounts decisions,
        ErrorCounts errors) {

    /// Windows of earlier versions of this service have neither decisions nor errors.
    public QualityCounts {
        decisions = decisions == null ? DecisionCounts.empty() : decisions;
        errors = errors == null ? ErrorCounts.empty() : errors;
    }

    public static QualityCounts empty(int k) {
        return new QualityCounts(
                k,
                0,
                0,
                GroupedMean.empty(),
                GroupedMean.empty(),
                GroupedMean.empty(),
                GroupedMean.empty(),
                GroupedMean.empty(),
                GroupedMean.empty(),
                ScoreCounts.empty(),
                DecisionCounts.empty(),
                ErrorCounts.empty());
    }

    /// These counts with that many more ranks and single predictions.
    public QualityCounts seen(long moreRanks, long moreSingles) {
        return new QualityCounts(
                k,
                ranks + moreRanks,
                singles + moreSingles,
                ndcg,
                reciprocalRank,
                hit,
                logLoss,
                predicted,
                observed,
                scores,
                decisions,
                errors);
    }

    /// A candidate was chosen from a rank.
    ///
    /// @param rank its place, 1 is best; 0 if it was not ranked at all
    public void addChoice(int group, int rank) {
        boolean within = rank > 0 && rank <= k;
        ndcg.add(group, within ? Math.log(2) / Math.log(rank + 1.0) : 0);
        reciprocalRank.add(group, within ? 1.0 / rank : 0);
        hit.add(group, within ? 1 : 0);
    }

    /// The truth about a single prediction.
    public void addLabel(int group, double probability, boolean positive) {
        double bounded = Math.clamp(probability, 1e-15, 1 - 1e-15);
        logLoss.add(group, -Math.log(positive ? bounded : 1 - bounded));
        predicted.add(group, probability);
        observed.add(group, positive ? 1 : 0);
        scores.add(positive, probability);
    }

    /// The truth about a decision.
    ///
    /// @param cost of wrong answers; null where nobody said
    public void addDecision(int group, boolean decision, boolean positive, @Nullable Cost cost) {
        decisions.add(group, decision, positive, cost);
    }

    /// The truth about a predicted number.
    public void addNumber(int group, double predicted, double truth) {
        errors.add(group, predicted, truth);
    }

    public QualityCounts plus(QualityCounts other) {
        QualityCounts sum = empty(k).seen(ranks + other.ranks, singles + other.singles);
        for (QualityCounts part : new QualityCounts[] {this, other}) {
            sum.ndcg.add(part.ndcg);
            sum.reciprocalRank.add(part.reciprocalRank);
            sum.hit.add(part.hit);
            sum.logLoss.add(part.logLoss);
            sum.predicted.add(part.predicted);
            sum.observed.add(part.observed);
            sum.scores.add(part.scores);
            sum.decisions.add(part.decisions);
            sum.errors.add(part.errors);
        }
        return sum;
    }

    public long predictions() {
        return ranks + singles;
    }

    /// How many predictions an outcome was joined to.
    public long joined() {
        return ndcg.count() + Arrays.stream(scores.positives()).sum() + errors.count();
    }

    /// Every metric that can be computed, by its word in pipeline files. `calibration` is the mean
    /// score over the share of positives: 1 is perfect.
    public Map<String, Estimate> metrics() {
        Map<String, Estimate> metrics = new LinkedHashMap<>();
        ndcg.estimate().ifPresent(found -> metrics.put("ndcg@" + k, found));
        reciprocalRank.estimate().ifPresent(found -> metrics.put("mrr@" + k, found));
        hit.estimate().ifPresent(found -> metrics.put("hit_rate@" + k, found));
        scores.auc()
                .ifPresent(auc -> {
                    metrics.put("auc", auc);
                    logLoss.estimate().ifPresent(found -> metrics.put("log_loss", found));
                    calibration().ifPresent(found -> metrics.put("calibration", found));
                });
        metrics.putAll(decisions.metrics());
        metrics.putAll(errors.metrics());
        return metrics;
    }

    private Optional<Estimate> calibration() {
        return observed.estimate()
                .flatMap(truth ->
                        predicted
                                .estimate()
                                .map(mean -> {
                                    double share = truth.value();
                                    return new Estimate(
                                            mean.value() / share,
                                            truth.variance()
                                                    * Math.pow(mean.value() / share / share, 2),
                                            truth.rows());
                                }));
    }
}
