package dev.flywheel.contracts;

import java.util.Map;

/// A model's whole serving state, as `model-events` carries it. Each record replaces the one
/// before.
///
/// @param revision grows with every change; consumers ignore a revision that they have
/// @param aliases version by alias, such as `champion` -> 3
/// @param versions the versions that an alias names, and those kept for an instant rollback
public record ModelServing(
        String model, long revision, Map<String, Integer> aliases, Map<Integer, Bundle> versions) {

    public static final String CHAMPION = "champion";

    /// Where a version's bundle is and what it must contain.
    ///
    /// @param artifactPath the directory below the registry's artifact proxy, without a leading
    ///   slash
    /// @param files SHA-256 in hex by relative file name
    public record Bundle(
            String runId,
            String artifactPath,
            Map<String, String> files,
            String featureSet,
            String pipelineHash) {}
}
