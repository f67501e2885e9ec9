package dev.flywheel.monitoring.drift;

/// When data counts as drifted, as a pipeline declares it.
///
/// @param shareOfFeatures of the features that must have drifted for a span to be drifted
public record DriftRule(
        Distance numeric, Distance categorical, double threshold, double shareOfFeatures) {}
