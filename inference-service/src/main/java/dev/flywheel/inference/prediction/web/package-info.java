/// Predictions over HTTP.
@NullMarked
package dev.flywheel.inference.prediction.web;

import org.jspecify.annotations.NullMarked;
