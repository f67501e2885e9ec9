/// Turns what a bundle scores with into an ONNX graph, for whoever serves it elsewhere.
///
/// Start with [OnnxExport]. The graph takes features as they are, by name, so that nobody has to
/// encode them first. Nothing here needs a runtime for ONNX.
@NullMarked
package dev.flywheel.onnx.export;

import org.jspecify.annotations.NullMarked;
