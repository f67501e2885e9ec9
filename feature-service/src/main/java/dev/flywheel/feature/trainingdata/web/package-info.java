/// The HTTP side of training data.
@NullMarked
package dev.flywheel.feature.trainingdata.web;

import org.jspecify.annotations.NullMarked;
