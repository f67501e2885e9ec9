/// Scores rows with ONNX graphs that were made elsewhere.
///
/// Start with [OnnxScoring]. It is the one place that calls the native runtime.
@NullMarked
package dev.flywheel.onnx.scoring;

import org.jspecify.annotations.NullMarked;
