/// The monitoring service: reads the prediction log, detects drift and loss of quality, raises
/// alerts and asks for retraining.
///
/// Start with `watch.PipelineWatch`, which takes a batch of the log through everything else.
@NullMarked
package dev.flywheel.monitoring;

import org.jspecify.annotations.NullMarked;
