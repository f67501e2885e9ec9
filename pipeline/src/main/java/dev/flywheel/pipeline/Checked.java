package dev.flywheel.pipeline;

import dev.flywheel.contracts.Quarantined.Reason;
import java.util.List;

/// What became of an input at the door.
///
/// @param <T> what it is if it was accepted: an [Event] or an [EntityVersion]
public sealed interface Checked<T> {

    /// It is what the pipeline declares.
    ///
    /// @param derivedId whether its id was made up here, as it came with none
    record Accepted<T>(T value, boolean derivedId) implements Checked<T> {}

    /// It is not, for all these reasons.
    record Refused<T>(List<Reason> reasons) implements Checked<T> {

        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
