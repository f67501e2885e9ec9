package dev.flywheel.monitoring.window;

import java.time.Instant;

/// What one version was asked within `[start, end)` of event time.
public record ObservationWindow(int version, Instant start, Instant end, WindowCounts counts) {}
