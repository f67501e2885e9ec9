package dev.flywheel.monitoring.watch;

import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.monitoring.outcome.PendingPrediction;
import dev.flywheel.monitoring.profile.FeatureProfile;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.window.Groups;
import dev.flywheel.monitoring.window.WindowCounts;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what monitoring needs from a logged prediction.
final class PredictionReader {

    private final String userKey;
    private final @Nullable Group known;
    private final Map<String, String> entityKeys = new HashMap<>();

    PredictionReader(Pipeline pipeline) {
        this.userKey = pipeline.schema().entity(pipeline.serving().request().getFirst()).key();
        String entity = pipeline.evaluation().known();
        this.known = entity == null ? null : pipeline.featureSet().groupOf(entity);
        pipeline.entities()
                .values()
                .forEach(declared -> entityKeys.put(declared.name(), declared.key()));
    }

    PendingPrediction pending(PredictionServed prediction) {
        boolean rank = prediction.kind() == PredictionServed.Kind.RANK;
        PredictionServed.Scored scored =
                rank || prediction.candidates().isEmpty()
                        ? null
                        : prediction.candidates().getFirst();
        return new PendingPrediction(
                prediction.predictionId(),
                prediction.version(),
                prediction.eventTime(),
                group(prediction),
                scored == null ? 0 : scored.score(),
                scored == null ? null : scored.decision(),
                rank ? prediction.ranking() : List.of());
    }

    void count(PredictionServed prediction, VersionProfile profile, WindowCounts counts) {
        int group = group(prediction);
        counts.addPrediction(
                group,
                !prediction.warnings().isEmpty(),
                prediction.latencyMicros(),
                Math.max(1, prediction.ranking().size()));
        if (!isProfiled(prediction)) {
            return;
        }
        counts.addProfiled();
        for (PredictionServed.Scored candidate : prediction.candidates()) {
            for (FeatureProfile feature : profile.features()) {
                add(counts, feature, group, candidate.features().get(feature.name()));
            }
            for (FeatureProfile score : profile.score()) {
                add(counts, score, group, candidate.score());
            }
        }
    }

    /// Whether the reference describes such requests: where evaluation wants a known entity, one
    /// that has had no event yet has other features by nature.
    private boolean isProfiled(PredictionServed prediction) {
        if (known == null) {
            return true;
        }
        Map<String, String> keys = new HashMap<>();
        entityKeys.forEach((entity, key) -> {
            Object value = prediction.request().get(key);
            if (value != null) {
                keys.put(entity, value.toString());
            }
        });
        String stateKey = known.stateKey(keys);
        PredictionServed.StateMark state =
                stateKey == null ? null : prediction.states().get(stateKey);
        return state != null && state.count() > 0;
    }

    private int group(PredictionServed prediction) {
        Object user = prediction.request().get(userKey);
        return Groups.of(user == null ? prediction.predictionId() : user.toString());
    }

    private static void add(
            WindowCounts counts, FeatureProfile feature, int group, @Nullable Object value) {
        int bin = feature.bins().indexOf(value);
        counts.feature(feature.name(), feature.bins().size(), feature.cells().count())
                .add(group, bin, feature.cells().ofBin()[bin]);
    }
}
