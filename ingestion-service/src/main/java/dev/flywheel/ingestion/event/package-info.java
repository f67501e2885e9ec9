/// Events from callers: read from a body, checked against the pipeline, delivered or quarantined.
/// Start with [dev.flywheel.ingestion.event.EventIntake]. Must not know HTTP.
@NullMarked
package dev.flywheel.ingestion.event;

import org.jspecify.annotations.NullMarked;
