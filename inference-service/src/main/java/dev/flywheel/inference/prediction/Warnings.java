package dev.flywheel.inference.prediction;

import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller should know of an answer: which of its entities nothing is known about, and which
/// candidates it lacks.
final class Warnings {

    private static final int NAMED = 5;

    private final FeatureSet features;
    private final String candidateField;
    private final @Nullable Group candidateGroup;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> unknownCandidates = new ArrayList<>();
    private final List<String> unscoredCandidates = new ArrayList<>();

    Warnings(ServedModel model) {
        this.features = model.pipeline().featureSet();
        EntitySpec candidate = model.pipeline().candidate();
        this.candidateField = candidate == null ? "" : candidate.key();
        this.candidateGroup = candidate == null ? null : features.groupOf(candidate.name());
    }

    /// Tells of each key whose entity has features of its own and no state.
    void unknown(Map<String, String> keys, @Nullable GroupState[] states) {
        keys.forEach((entity, key) -> {
            Group group = features.groupOf(entity);
            if (group != null && states[group.index()] == null) {
                warnings.add(
                        "%s '%s' is unknown: its features have their defaults"
                                .formatted(features.schema().entity(entity).key(), key));
            }
        });
    }

    void unknownCandidate(String key, @Nullable GroupState[] states) {
        Group group = candidateGroup;
        if (group != null && states[group.index()] == null) {
            unknownCandidates.add(key);
        }
    }

    /// Tells of a candidate that is left out.
    void unscoredCandidate(String key) {
        unscoredCandidates.add(key);
    }

    List<String> toList() {
        candidates(
                unknownCandidates,
                "is unknown: its features have their defaults",
                "are unknown: their features have their defaults");
        candidates(
                unscoredCandidates,
                "is left out: the model has no score for it",
                "are left out: the model has no score for them");
        return List.copyOf(warnings);
    }

    private void candidates(List<String> keys, String one, String several) {
        int count = keys.size();
        if (count == 0) {
            return;
        }
        warnings.add(
                "%s '%s'%s %s"
                        .formatted(
                                candidateField,
                                String.join("', '", keys.subList(0, Math.min(NAMED, count))),
                                count > NAMED ? " and " + (count - NAMED) + " more" : "",
                                count == 1 ? one : several));
    }
}
