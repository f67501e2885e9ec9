package dev.flywheel.monitoring.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has been asked of training for one pipeline.
///
/// @param lastRequestAt on the wall clock; null if nothing was asked yet
/// @param fruitless requests since the champion last changed
/// @param gaveUp whether it was said that no more will be asked
public record RetrainState(@Nullable Instant lastRequestAt, int fruitless, boolean gaveUp) {

    public static final RetrainState NEW = new RetrainState(null, 0, false);

    public RetrainState requested(Instant at) {
        return new RetrainState(at, fruitless + 1, false);
    }

    public RetrainState givenUp() {
        return new RetrainState(lastRequestAt, fruitless, true);
    }

    /// A new champion serves, so asking has led to something; the cooldown goes on.
    public RetrainState championChanged() {
        return new RetrainState(lastRequestAt, 0, false);
    }
}
