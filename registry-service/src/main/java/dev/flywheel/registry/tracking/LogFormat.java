package dev.flywheel.registry.tracking;

/// How answers show what a run has logged.
@FunctionalInterface
public interface LogFormat {

    String write(RunData data);
}
