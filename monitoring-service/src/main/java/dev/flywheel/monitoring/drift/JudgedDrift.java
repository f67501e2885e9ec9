package dev.flywheel.monitoring.drift;

import java.time.Instant;

/// A judgement, and the span `[start, end)` that it is about.
public record JudgedDrift(
        int version, Instant start, Instant end, long predictions, DriftJudgement judgement) {}
