package dev.flywheel.inference.prediction;

import dev.flywheel.inference.serving.ServedModel;
import java.util.List;

/// An answer: each candidate's key fields and score, best first; one for a single prediction.
public record Prediction(
        String id, ServedModel model, Query query, List<Item> items, List<String> warnings) {

    /// A scored candidate.
    ///
    /// @param key of the ranked entity; empty where the request named none
    public record Item(String key, double score) {}
}
