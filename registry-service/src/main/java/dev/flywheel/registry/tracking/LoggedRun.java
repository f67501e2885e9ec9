package dev.flywheel.registry.tracking;

/// A run with what it has logged.
public record LoggedRun(Run run, RunData data) {}
