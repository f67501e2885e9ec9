/// The inference service: hot-loads each model's champion and answers `/predict` and `/rank`.
///
/// Start with [InferenceApplication]. The path of a prediction touches no network: features come
/// from a store on this machine, the model from memory, and the log leaves by a queue.
@NullMarked
package dev.flywheel.inference;

import org.jspecify.annotations.NullMarked;
