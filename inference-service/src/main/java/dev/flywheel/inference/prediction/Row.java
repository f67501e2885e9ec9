package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.Place;
import dev.flywheel.contracts.PredictionServed.StateMark;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row that a model scored: whose it is, the states that were read for it, and its features.
///
/// @param keys by entity name
/// @param states by the group's index; null where there was none
@SuppressWarnings("ArrayRecordComponent")
record Row(Map<String, String> keys, @Nullable GroupState[] states, FeatureVector vector) {

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
    void mark(Map<String, StateMark> marks, List<Group> groups) {
        for (Group group : groups) {
            GroupState state = states[group.index()];
            String key = group.stateKey(keys);
            if (state != null && key != null) {
                marks.put(key, new StateMark(state.place(), state.count()));
            }
        }
    }
}
