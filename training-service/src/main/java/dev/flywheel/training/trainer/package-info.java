/// Tribuo's trainers, and the way from their weights to a scoring plan.
///
/// Start with [Trainers]. A binary label is one output of Tribuo's multi-label trainers, which is
/// one sigmoid and half the weights of a two-label softmax. Nothing here knows runs or files.
@NullMarked
package dev.flywheel.training.trainer;

import org.jspecify.annotations.NullMarked;
