/// Reads the prediction log and the outcomes of every pipeline.
///
/// Start with [PredictionLogListener].
@NullMarked
package dev.flywheel.monitoring.watch.kafka;

import org.jspecify.annotations.NullMarked;
