/// Makes a version of a graph that was made elsewhere.
///
/// Start with [OnnxImport]. Everything that inference would refuse is refused here first, with what
/// to do about it.
@NullMarked
package dev.flywheel.onnx.imports;

import org.jspecify.annotations.NullMarked;
