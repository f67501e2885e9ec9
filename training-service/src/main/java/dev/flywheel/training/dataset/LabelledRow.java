package dev.flywheel.training.dataset;

import dev.flywheel.model.encoding.FeatureRow;

/// A row of a snapshot.
///
/// @param candidate the key of the entity that was chosen or drawn
public record LabelledRow(FeatureRow features, String candidate, boolean positive, double weight) {}
