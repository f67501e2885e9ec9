/// An ONNX file that somebody else made, looked at before anything runs it.
///
/// Start with [GraphFile]. What could lead out of the file, or ask for code that ONNX doesn't
/// define, is refused here.
@NullMarked
package dev.flywheel.onnx.graph;

import org.jspecify.annotations.NullMarked;
