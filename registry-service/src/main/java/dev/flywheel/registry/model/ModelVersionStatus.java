package dev.flywheel.registry.model;

/// Whether a version can be used yet.
public enum ModelVersionStatus {
    PENDING_REGISTRATION,
    FAILED_REGISTRATION,
    READY
}
