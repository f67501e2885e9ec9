package dev.flywheel.pipeline.spec;

/// What a model answers.
public enum Task {
    /// How likely the label is 1.
    CLASSIFICATION,
    /// How large the label is.
    REGRESSION
}
