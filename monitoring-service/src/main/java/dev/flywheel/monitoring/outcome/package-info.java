/// Where predictions wait for their outcomes.
///
/// Start with [OutcomeJoin]. Both sides are kept until the label window closes and are joined then,
/// so it does not matter which came first.
@NullMarked
package dev.flywheel.monitoring.outcome;

import org.jspecify.annotations.NullMarked;
