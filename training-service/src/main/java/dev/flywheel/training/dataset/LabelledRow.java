package dev.flywheel.training.dataset;

import dev.flywheel.model.encoding.FeatureRow;
import org.jspecify.annotations.Nullable;

/// A row of a snapshot.
///
/// @param candidate the key of the entity that was chosen or drawn; null where nothing was
/// @param label 1 or 0
/// @param entity whose row it is, as the selection asked; null if it did not
/// @param period in which it is, as the selection asked
public record LabelledRow(
        FeatureRow features,
        @Nullable String candidate,
        double label,
        double weight,
        @Nullable String entity,
        long period) {

    public boolean positive() {
        return label == 1;
    }
}
