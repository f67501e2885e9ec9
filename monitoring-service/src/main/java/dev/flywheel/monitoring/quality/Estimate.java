package dev.flywheel.monitoring.quality;

/// A metric as it was measured, and how uncertain that is.
///
/// @param variance of the value, over other users who might have come
/// @param rows how many outcomes it rests on
public record Estimate(double value, double variance, long rows) {

    public double standardError() {
        return Math.sqrt(variance);
    }
}
