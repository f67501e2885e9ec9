/// Flywheel from outside: the loop through its real jars, and the files with which it is deployed.
/// Start with `LoopIT`. Nulls aren't tracked here: JSON that lacks a member fails a test either
/// way.
@NullUnmarked
package dev.flywheel.e2e;

import org.jspecify.annotations.NullUnmarked;
