package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.Place;
import dev.flywheel.contracts.PredictionServed.StateMark;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.time.Instant;
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

    /// The instant that such a row is as of: the one that was asked for, but never before the
    /// latest event in the states that it is made of.
    static Instant asOf(Instant asked, @Nullable GroupState[] states) {
        Instant at = asked;
        for (GroupState state : states) {
            Place place = state == null ? null : state.place();
            if (place != null && place.eventTime().isAfter(at)) {
                at = place.eventTime();
            }
        }
        return at;
    }

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
