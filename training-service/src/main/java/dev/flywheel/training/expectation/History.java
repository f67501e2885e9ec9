package dev.flywheel.training.expectation;

import java.util.List;

/// What a pipeline's statistics were in earlier runs.
@FunctionalInterface
public interface History {

    /// The values of a statistic in the latest runs whose dataset was good enough to train on,
    /// newest first; a dataset counts once.
    ///
    /// @param statistic in words, as reports name it
    /// @param runs how many at most
    List<Double> latest(String statistic, int runs);
}
