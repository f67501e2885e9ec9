/// From a request to an answer: its keys and fields are checked, its features are made, a score or
/// an order comes out, and what was answered is logged.
///
/// Start with [Predictor]. Nothing here knows how a model came to serve, or HTTP.
@NullMarked
package dev.flywheel.inference.prediction;

import org.jspecify.annotations.NullMarked;
