package dev.flywheel.pipeline.fold;

import dev.flywheel.pipeline.feature.FeatureVector;

/// One row for learning or evaluation.
///
/// @param candidate the key of the entity that positives and negatives differ in
/// @param label 1 for what happened, 0 for what was drawn
public record LabelledRow(String candidate, int label, FeatureVector features) {}
