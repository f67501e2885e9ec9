package dev.flywheel.model.scoring;

import dev.flywheel.model.encoding.EncodedRow;

/// A trained model, ready to score: from an encoded row to a probability or a number. Immutable.
public sealed interface ScoringPlan permits LinearPlan, FactorizationPlan, GradientBoostingPlan {

    /// How many slots the plan has weights for.
    int slots();

    /// From the corrected margin to the score.
    Link link();

    /// What is added to each margin to correct for sampled negatives; see [#samplingOffset].
    double offset();

    /// The log odds or the number as the model learned them, without the offset.
    ///
    /// @param scratch at least [#scratch()] long; its content is lost
    double margin(EncodedRow row, double[] scratch);

    /// The length of the scratch buffer that a margin needs.
    int scratch();

    /// The probability of the positive label, or the number that a regression answers.
    default double score(EncodedRow row, double[] scratch) {
        return link().apply(margin(row, scratch) + offset());
    }

    static double sigmoid(double logOdds) {
        if (logOdds >= 0) {
            return 1 / (1 + StrictMath.exp(-logOdds));
        }
        double odds = StrictMath.exp(logOdds);
        return odds / (1 + odds);
    }

    /// A probability among rows as they were sampled as one among all, or with the offset negated
    /// the other way round.
    static double corrected(double probability, double offset) {
        return sigmoid(StrictMath.log(probability / (1 - probability)) + offset);
    }

    /// The offset for a model that saw `negatives` uniformly sampled negatives beside each positive
    /// where `candidates` could have been chosen: the log of how much rarer a positive really is.
    /// It is King and Zeng's prior correction, "Logistic Regression in Rare Events Data" (2001),
    /// with one positive among the candidates.
    static double samplingOffset(int negatives, int candidates) {
        if (negatives < 1 || candidates < 2) {
            throw new IllegalArgumentException(
                    "Needs a negative and two candidates, not " + negatives + " of " + candidates);
        }
        return StrictMath.log((double) negatives / (candidates - 1));
    }
}
