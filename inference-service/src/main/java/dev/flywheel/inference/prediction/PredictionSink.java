package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.PredictionServed;
import java.util.function.Supplier;

/// Where answers are logged. It never blocks and never fails.
@FunctionalInterface
public interface PredictionSink {

    /// Takes an answer of that pipeline.
    ///
    /// @param bytes roughly what it holds in memory until it is sent
    /// @param prediction makes the record later, in another thread
    void log(String pipeline, int bytes, Supplier<PredictionServed> prediction);
}
