/// The way of an event through the built services, measured from outside. Start at
/// `ServicesBenchmark`. It must know no service's classes.
@NullMarked
package dev.flywheel.benchmarks.services;

import org.jspecify.annotations.NullMarked;
