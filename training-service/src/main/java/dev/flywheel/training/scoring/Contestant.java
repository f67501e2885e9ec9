package dev.flywheel.training.scoring;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.RowScorer;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.training.dataset.LabelledRow;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Something that scores rows: a model or a baseline. Safe for use by several threads.
public interface Contestant {

    /// A function for one thread from a row to its log odds among the rows as they were sampled, or
    /// to the number that it predicts.
    ToDoubleFunction<LabelledRow> margins();

    /// A model over rows with these columns, which must hold all that its encoder reads.
    static Contestant model(FeatureEncoder encoder, ScoringPlan plan, List<Column> columns) {
        return () -> {
            Scorer scorer = new Scorer(encoder, plan);
            Projection projection = Projection.of(columns, encoder.columns());
            return row -> scorer.margin(projection.apply(row.features()));
        };
    }

    /// A model that tells probabilities of the served population, over rows that were drawn from
    /// it.
    ///
    /// @param reads the columns of its rows
    /// @param offset what the log odds of served rows are higher by than those of the drawn ones
    /// @param columns of the rows here
    static Contestant probabilities(
            RowScorer scorer, List<Column> reads, double offset, List<Column> columns) {
        return () -> {
            Projection projection = Projection.of(columns, reads);
            return row -> logOdds(scorer.score(projection.apply(row.features()))) - offset;
        };
    }

    private static double logOdds(double probability) {
        double inside = Math.clamp(probability, 1e-15, 1 - 1e-15);
        return StrictMath.log(inside / (1 - inside));
    }

    /// The popularity baseline: how likely a row is the positive, told by nothing but how often its
    /// candidate was chosen before.
    ///
    /// @param choices how often each candidate was chosen
    /// @param negatives how many were drawn for each choice
    /// @param candidates how many there were to draw from
    static Contestant popularity(Map<String, Long> choices, int negatives, int candidates) {
        double all = choices.values().stream().mapToLong(Long::longValue).sum();
        double drawn = (double) Math.max(1, negatives) / Math.max(1, candidates - 1);
        return () ->
                row -> {
                    long chosen = choices.getOrDefault(row.candidate(), 0L);
                    double passedOver = (all - chosen) * drawn;
                    return StrictMath.log((chosen + 1) / (passedOver + 1));
                };
    }

    /// The mean baseline: the same number for every row.
    static Contestant mean(double label) {
        return () -> _ -> label;
    }

    /// The majority baseline: the same score for every row.
    ///
    /// @param positives the share of positives among the rows before
    static Contestant majority(double positives) {
        double share = Math.clamp(positives, 1e-9, 1 - 1e-9);
        double margin = StrictMath.log(share / (1 - share));
        return () -> _ -> margin;
    }
}
