package dev.flywheel.feature.online;

import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.StateLookup;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The online state of one pipeline, to be asked.
public interface OnlineState extends StateLookup {

    /// The state of that key; null if nothing happened to it yet.
    ///
    /// @throws OnlineStateAwayException while the state is being restored
    @Override
    @Nullable GroupState find(StateKey key);

    OnlineStatus status();

    /// Becomes true once all that had arrived at the first asking is in the published states. To be
    /// asked by one thread.
    BooleanSupplier passage();

    /// The keys of the states on this instance that are those of an erased key, alone or with
    /// others, by the hash of that key.
    ///
    /// @throws OnlineStateAwayException while the state is being restored
    Map<String, Set<String>> named(ErasedKeys erased);

    /// Has states forgotten, soon; inference hears of it. Look again whether they are gone.
    void remove(Collection<String> stateKeys);
}
