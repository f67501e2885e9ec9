/// What feature sets need of Kafka.
@NullMarked
package dev.flywheel.feature.featureset.kafka;

import org.jspecify.annotations.NullMarked;
