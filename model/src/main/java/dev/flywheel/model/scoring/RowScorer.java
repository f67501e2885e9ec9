package dev.flywheel.model.scoring;

import dev.flywheel.model.encoding.FeatureRow;

/// Scores raw feature rows, for one thread: a [Scorer] with a plan of ours, or what runs a model
/// that was made elsewhere, which this module can't.
@FunctionalInterface
public interface RowScorer {

    /// The probability of the positive label, or the number that a regression answers.
    double score(FeatureRow features);
}
