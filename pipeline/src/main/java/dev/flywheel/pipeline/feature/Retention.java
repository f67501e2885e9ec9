package dev.flywheel.pipeline.feature;

import java.time.Duration;

/// How long an aggregate remembers, in event time.
public sealed interface Retention {

    /// For all time.
    record Forever() implements Retention {}

    /// The `length` of time that ended `delay` ago, in 48 buckets and the running one: an event
    /// counts from the delay on (or up to 1/48 of the length later), for at least `length` and at
    /// most 1/48 longer.
    record Window(Duration length, Duration delay) implements Retention {}

    /// Until nothing has happened for `idle`; then it begins anew.
    record UntilIdle(Duration idle) implements Retention {}

    /// For all time, but worth half as much after each `length`.
    record HalfLife(Duration length) implements Retention {}
}
