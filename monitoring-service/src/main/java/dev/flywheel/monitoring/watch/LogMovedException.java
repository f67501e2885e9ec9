package dev.flywheel.monitoring.watch;

/// Another instance has counted this part of the log; what was about to be counted is dropped.
public final class LogMovedException extends RuntimeException {

    LogMovedException(String topic, int partition) {
        super("Another instance has already counted %s-%d further".formatted(topic, partition));
    }
}
