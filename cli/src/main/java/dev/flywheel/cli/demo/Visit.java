package dev.flywheel.cli.demo;

import java.time.Instant;
import java.util.List;

/// A shopper's visit that is to be replayed.
record Visit(String user, List<Step> steps) {

    /// A click to come.
    record Step(String eventId, Instant at, String item, int order) {}

    Instant start() {
        return steps.getFirst().at();
    }
}
