/// Reads the quarantine topic.
@NullMarked
package dev.flywheel.ingestion.quarantine.kafka;

import org.jspecify.annotations.NullMarked;
