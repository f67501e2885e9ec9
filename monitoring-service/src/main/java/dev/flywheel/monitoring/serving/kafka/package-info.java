/// Reads `model-events`.
@NullMarked
package dev.flywheel.monitoring.serving.kafka;

import org.jspecify.annotations.NullMarked;
