package dev.flywheel.feature.featureset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// What a changed pipeline file would ask for, without doing it.
///
/// @param isNew whether it declares a feature set that has no online state yet; otherwise nothing
///   is to be filled
/// @param added features that the declared file has not, by name
/// @param removed features that only the declared file has
/// @param changed features that mean something else than in the declared file
/// @param events in the archive, which would be folded and sent
/// @param rows that would be prepared
/// @param minutes until the online state is whole, about
/// @param eventsPerSecond that this is reckoned with
/// @param measured whether that speed was measured when a feature set of this pipeline was filled;
///   otherwise it is assumed
/// @param stateBytes of the online state, about
/// @param kafkaBytes that the events take in Kafka until they are applied, about
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FeatureSetPlan(
        String pipeline,
        String featureSet,
        String declaredFeatureSet,
        boolean isNew,
        List<String> added,
        List<String> removed,
        List<String> changed,
        long events,
        long entityVersions,
        long rows,
        double minutes,
        double eventsPerSecond,
        boolean measured,
        long stateBytes,
        long kafkaBytes) {}
