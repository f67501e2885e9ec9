package dev.flywheel.pipeline.feature;

import java.time.Duration;

/// How long an aggregate remembers, in event time.
public sealed interface Retention {

    /// For all time.
    record Forever() implements Retention {}

    /// The last `length` of time, in 48 buckets and the running one: an event counts for at least
    /// `length` and at most 1/48 longer.
    record Window(Duration length) implements Retention {}

    /// Until nothing has happened for `idle`; then it begins anew.
    record UntilIdle(Duration idle) implements Retention {}
}
