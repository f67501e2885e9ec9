/// Delivery over Spring's Kafka template, and the declaration of the topics. Must not know what the
/// messages mean.
@NullMarked
package dev.flywheel.ingestion.delivery.kafka;

import org.jspecify.annotations.NullMarked;
