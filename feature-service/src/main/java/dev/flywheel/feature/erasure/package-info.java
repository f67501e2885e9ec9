/// The erasure of one entity on request: a job that takes it out of the archive, the rows, the
/// snapshots and the online state, and tells what it removed. Start at [Erasures] for the use cases
/// and at [ErasureSteps] for what is done.
@NullMarked
package dev.flywheel.feature.erasure;

import org.jspecify.annotations.NullMarked;
