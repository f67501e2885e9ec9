/// A version's ONNX graph over HTTP.
@NullMarked
package dev.flywheel.registry.onnx.web;

import org.jspecify.annotations.NullMarked;
