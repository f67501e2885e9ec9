package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.Contribution;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What the stages do to encoded states. One without bytes is new, and null one that is no more.
final class StateChanges {

    static final byte[] NONE = {};

    private final FeatureSet features;
    private final AttributeLookup attributes;
    private final Erasing erasing;
    private final LongAdder unplaced;

    /// @param unplaced counts what could not be taken back where it should be
    StateChanges(
            FeatureSet features, AttributeLookup attributes, Erasing erasing, LongAdder unplaced) {
        this.features = features;
        this.attributes = attributes;
        this.erasing = erasing;
        this.unplaced = unplaced;
    }

    /// The state after what arrived for it.
    byte @Nullable [] apply(Group group, Reading change, byte[] bytes) {
        if (erasing.covers(change)) {
            // It was on its way when the key was erased.
            return bytes.length == 0 ? null : bytes;
        }
        GroupState state = decode(group, bytes);
        switch (change) {
            case Reading.OfEvent(var event) -> state.apply(event, attributes);
            case Reading.TakenBack(var event) -> {
                if (!state.takeBack(event, attributes)) {
                    unplaced.increment();
                }
            }
            case Reading.OfEntityVersion(var version) -> state.apply(version);
            case Reading.Refused _, Reading.Empty _, Reading.Removed _ -> {}
        }
        return state.encode();
    }

    /// The state after what a trail says that an event counts in it.
    byte[] contribute(Group group, Contribution contribution, byte[] bytes) {
        GroupState state = decode(group, bytes);
        state.apply(contribution);
        return state.encode();
    }

    private GroupState decode(Group group, byte[] bytes) {
        return bytes.length == 0
                ? GroupState.empty(features, group)
                : GroupState.decode(features, group, bytes);
    }
}
