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

    /// The state of that key, whichever instance keeps it; null if nothing happened to it yet.
    ///
    /// @throws OnlineStateAwayException while the state is being restored, or the instance that
    ///   keeps it does not answer
    @Override
    @Nullable GroupState find(StateKey key);

    /// The state of a key as this instance keeps it; null if nothing happened to it yet.
    ///
    /// @param stateKey as the online topic has it
    /// @throws OnlineStateAwayException while it is being restored, or is another instance's
    byte @Nullable [] stored(String stateKey);

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
