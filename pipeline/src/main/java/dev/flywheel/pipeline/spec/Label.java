package dev.flywheel.pipeline.spec;

import java.time.Duration;

/// What the model learns to tell apart.
///
/// @param positive the event type that makes a row with label 1
public record Label(String positive, Negatives negatives, Attribution attribution) {

    /// Rows with label 0, drawn because only positives are seen.
    ///
    /// @param sample how many for each positive
    /// @param from the entity that is exchanged
    public record Negatives(int sample, String from, Weights weights) {}

    /// How candidates are drawn.
    public enum Weights {
        UNIFORM
    }

    /// How live outcomes meet predictions: by the prediction id that an event carries.
    ///
    /// @param within how long after a prediction an event still answers it, on the pipeline's clock
    public record Attribution(Duration within) {}
}
