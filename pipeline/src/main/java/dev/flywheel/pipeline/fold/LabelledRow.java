package dev.flywheel.pipeline.fold;

import dev.flywheel.pipeline.feature.FeatureVector;
import org.jspecify.annotations.Nullable;

/// One row for learning or evaluation.
///
/// @param candidate the key of the entity that positives and negatives differ in; null where there
///   are none
/// @param label 1 for yes and 0 for no, or a number to learn
/// @param weight how often it counts: more than once where rows like it were drawn too seldom
public record LabelledRow(
        @Nullable String candidate, double label, double weight, FeatureVector features) {}
