/// How serving hears of champions: the topic `model-events`.
@NullMarked
package dev.flywheel.inference.serving.kafka;

import org.jspecify.annotations.NullMarked;
