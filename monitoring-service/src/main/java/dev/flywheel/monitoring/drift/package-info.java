/// Data drift: how far the served population has moved from the one that a version was trained on.
///
/// Start with [DriftDetector], a pure function from counts to a judgement.
@NullMarked
package dev.flywheel.monitoring.drift;

import org.jspecify.annotations.NullMarked;
