package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import java.util.List;

/// A data set and what a run has used it for.
///
/// @param tags above all [#CONTEXT]
public record DatasetInput(Dataset dataset, List<Tag> tags) {

    /// The tag that tells whether a data set was trained or evaluated on.
    static final String CONTEXT = "mlflow.data.context";
}
