/// The ONNX graph of a version, for whoever serves it elsewhere. Start with [OnnxGraphs]. Whether
/// there is one was decided by who made the bundle; nothing here exports.
@NullMarked
package dev.flywheel.registry.onnx;

import org.jspecify.annotations.NullMarked;
