package dev.flywheel.feature.online;

/// The online states of all pipelines, by name.
public interface OnlineStates {

    /// The online state of that pipeline, which must be declared.
    OnlineState of(String pipeline);
}
