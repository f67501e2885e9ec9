package dev.flywheel.monitoring.drift;

import dev.flywheel.monitoring.profile.Watch;

/// How far one feature has moved within a span of windows.
///
/// @param measure `psi` or `jensen-shannon`
/// @param watched its distribution, or missing values only
/// @param distance less what sampling alone explains: compared with the threshold
/// @param rawDistance as measured
/// @param expectedNoise what sampling alone is expected to show
/// @param drifted whether the distance is above the threshold and beyond chance
/// @param effectiveRows how many independent rows would tell as much
public record FeatureDrift(
        String feature,
        String measure,
        Watch watched,
        double distance,
        double rawDistance,
        double expectedNoise,
        double threshold,
        boolean drifted,
        long rows,
        double effectiveRows) {}
