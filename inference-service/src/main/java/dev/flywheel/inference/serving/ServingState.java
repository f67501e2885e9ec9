package dev.flywheel.inference.serving;

import dev.flywheel.contracts.ModelServing;
import java.util.Map;

/// What served last, as it is kept on disk.
///
/// @param revision the serving state that made it champion
public record ServingState(String model, long revision, int version, ModelServing.Bundle bundle) {

    /// The serving state that would make this version champion again.
    ModelServing toServing() {
        return new ModelServing(
                model, revision, Map.of(ModelServing.CHAMPION, version), Map.of(version, bundle));
    }
}
