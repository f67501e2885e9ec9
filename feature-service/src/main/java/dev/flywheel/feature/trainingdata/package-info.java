/// Point-in-time training data: rows of somebody's own, each with every feature's value as of its
/// moment. Start at [TrainingData]. Must not know HTTP.
@NullMarked
package dev.flywheel.feature.trainingdata;

import org.jspecify.annotations.NullMarked;
