package dev.flywheel.monitoring.quality;

/// A version's quality in one span against its own beginning.
///
/// @param drop the share of the baseline that is lost; negative if it got better
/// @param breached whether more than the allowed share is lost, beyond chance
public record QualityJudgement(
        String metric, Estimate baseline, Estimate current, double drop, boolean breached) {}
