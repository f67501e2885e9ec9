package dev.flywheel.registry.model;

/// A version whose bundle is not known to be whole.
record WaitingVersion(String model, int number) {}
