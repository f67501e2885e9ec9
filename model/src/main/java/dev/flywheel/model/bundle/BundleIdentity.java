package dev.flywheel.model.bundle;

/// Which model a bundle is.
///
/// @param model the registered model's name
/// @param trainer the candidate that won, such as `factorization-machine`
/// @param modelDigest SHA-256 of the trained model without its training time: equal for equal
///   snapshots and configurations
public record BundleIdentity(
        String model,
        String pipeline,
        String pipelineHash,
        String featureSet,
        String trainer,
        String modelDigest) {}
