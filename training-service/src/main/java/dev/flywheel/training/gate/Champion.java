package dev.flywheel.training.gate;

import dev.flywheel.training.evaluation.Evaluation;

/// The version that serves now, as far as it can be compared with a candidate.
public sealed interface Champion {

    /// Nothing serves yet.
    record None() implements Champion {}

    /// It scored the same rows and lists as the candidate.
    record Evaluated(int version, Evaluation evaluation) implements Champion {}

    /// It can't score these rows.
    record Incomparable(int version, String why) implements Champion {}
}
