/// Benchmarks of single parts, run by hand; the build only compiles them.
///
/// Start with [FoldBenchmark]; the README says how to run one and what it last gave.
@NullMarked
package dev.flywheel.benchmarks;

import org.jspecify.annotations.NullMarked;
