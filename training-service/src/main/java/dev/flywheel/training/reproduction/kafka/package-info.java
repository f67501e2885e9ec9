/// Requests from the registry to make a version again.
@NullMarked
package dev.flywheel.training.reproduction.kafka;

import org.jspecify.annotations.NullMarked;
