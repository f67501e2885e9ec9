package dev.flywheel.pipeline.feature;

import java.time.Instant;

/// The instant that values are asked for, also as milliseconds since the epoch.
record AsOf(Instant instant, long millis) {

    static AsOf of(Instant instant) {
        return new AsOf(instant, instant.toEpochMilli());
    }
}
