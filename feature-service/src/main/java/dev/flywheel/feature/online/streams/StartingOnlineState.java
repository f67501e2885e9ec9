package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStateAwayException;
import dev.flywheel.feature.online.OnlineStatus;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// An online state that this instance does not keep yet.
record StartingOnlineState(String pipeline, String featureSet) implements OnlineState {

    static final String STATE = "STARTING";

    @Override
    public GroupState find(StateKey key) {
        throw new OnlineStateAwayException(pipeline, STATE);
    }

    @Override
    public byte[] stored(String stateKey) {
        throw new OnlineStateAwayException(pipeline, STATE);
    }

    @Override
    public OnlineStatus status() {
        return new OnlineStatus(pipeline, featureSet, STATE, -1, null);
    }

    @Override
    public BooleanSupplier passage() {
        return () -> false;
    }

    @Override
    public Map<String, Set<String>> named(ErasedKeys erased) {
        throw new OnlineStateAwayException(pipeline, STATE);
    }

    @Override
    public void remove(Collection<String> stateKeys) {
        throw new OnlineStateAwayException(pipeline, STATE);
    }
}
