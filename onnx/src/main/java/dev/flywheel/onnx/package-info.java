/// Models out as ONNX, and ONNX models in.
///
/// [dev.flywheel.onnx.export.OnnxExport] turns a trained plan and its encoder into one graph. This
/// module knows neither Spring nor how a model travels.
@NullMarked
package dev.flywheel.onnx;

import org.jspecify.annotations.NullMarked;
