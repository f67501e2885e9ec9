/// The door: events, entities and files come in, are checked against their pipeline, and go to
/// Kafka or, whole and with every reason, to quarantine. Start at
/// [dev.flywheel.ingestion.IngestionApplication].
@NullMarked
package dev.flywheel.ingestion;

import org.jspecify.annotations.NullMarked;
