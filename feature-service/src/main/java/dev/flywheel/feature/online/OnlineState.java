package dev.flywheel.feature.online;

import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The online state of one pipeline, to be asked.
public interface OnlineState {

    /// The state of that key; null if nothing happened to it yet.
    ///
    /// @throws OnlineStateAwayException while the state is being restored
    @Nullable GroupState find(Group group, String stateKey);

    OnlineStatus status();

    /// Becomes true once all that had arrived at the first asking is in the published states. To be
    /// asked by one thread.
    BooleanSupplier passage();
}
