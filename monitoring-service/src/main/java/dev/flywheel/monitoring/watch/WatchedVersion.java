package dev.flywheel.monitoring.watch;

import dev.flywheel.monitoring.alert.Episode;
import dev.flywheel.monitoring.quality.Estimate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a version has been judged.
///
/// @param driftUntil end of the last span judged for drift
/// @param qualityUntil end of the last span judged for quality
/// @param baseline the watched metric in the version's first full span
record WatchedVersion(
        int version,
        @Nullable Instant driftUntil,
        @Nullable Instant qualityUntil,
        Episode drift,
        Episode quality,
        @Nullable Estimate baseline) {

    static WatchedVersion fresh(int version) {
        return new WatchedVersion(version, null, null, Episode.NONE, Episode.NONE, null);
    }

    WatchedVersion driftJudged(Instant until, Episode episode) {
        return new WatchedVersion(version, until, qualityUntil, episode, quality, baseline);
    }

    WatchedVersion qualityJudged(Instant until, Episode episode) {
        return new WatchedVersion(version, driftUntil, until, drift, episode, baseline);
    }

    WatchedVersion startingAt(Estimate first) {
        return new WatchedVersion(version, driftUntil, qualityUntil, drift, quality, first);
    }
}
