package dev.flywheel.pipeline.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// When live data and live quality are judged, and what follows.
///
/// @param quality null if live quality isn't watched
/// @param retrain null if nothing is retrained by itself
public record Monitoring(
        Window window, Drift drift, @Nullable Quality quality, @Nullable Retrain retrain) {

    /// A window is judged when it has both lasted and filled; it runs on the pipeline's clock.
    public record Window(Duration every, int atLeast) {}

    /// Data drift against the reference.
    ///
    /// @param threshold of one feature
    /// @param shareOfFeatures that must be over it
    /// @param windows in a row
    public record Drift(
            NumericDrift numeric,
            CategoricalDrift categorical,
            double threshold,
            double shareOfFeatures,
            int windows) {}

    public enum NumericDrift {
        PSI
    }

    public enum CategoricalDrift {
        PSI,
        JENSEN_SHANNON
    }

    /// Live quality against the version's own first full window.
    ///
    /// @param drop relative: 0.1 is a tenth less
    public record Quality(Metric metric, double drop) {}

    /// Training again by itself.
    ///
    /// @param cooldown on the wall clock, from one request to the next
    /// @param giveUpAfter requests without a promotion
    public record Retrain(Set<Cause> on, Duration cooldown, Approve approve, int giveUpAfter) {

        public Retrain {
            on = on.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(on));
        }
    }

    public enum Cause {
        DRIFT,
        QUALITY
    }

    public enum Approve {
        AUTOMATIC,
        MANUAL
    }
}
