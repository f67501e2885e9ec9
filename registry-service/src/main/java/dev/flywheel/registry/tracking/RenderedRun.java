package dev.flywheel.registry.tracking;

/// A run with what it has logged in its [LogFormat], as UTF-8.
@SuppressWarnings("ArrayRecordComponent") // written out once, and never compared
public record RenderedRun(Run run, byte[] log) {}
