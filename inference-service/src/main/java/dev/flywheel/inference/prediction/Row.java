package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.PredictionServed.StateMark;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row that a model scored: whose it is, the states that were read for it, and its features.
///
/// @param keys by entity name
/// @param ofPlace the same and the features that key states, in their order in the feature set
/// @param states by the group's index; null where there was none
@SuppressWarnings("ArrayRecordComponent")
record Row(
        Map<String, String> keys,
        @Nullable String[] ofPlace,
        @Nullable GroupState[] states,
        FeatureVector vector) {

    /// Adds how far each state had got when it was read.
    void mark(Map<String, StateMark> marks, FeatureSet features) {
        for (Group group : features.groups()) {
            GroupState state = states[group.index()];
            StateKey key = features.stateKey(group, ofPlace);
            if (state != null && key != null) {
                marks.put(key.text(), new StateMark(state.place(), state.count()));
            }
        }
    }
}
