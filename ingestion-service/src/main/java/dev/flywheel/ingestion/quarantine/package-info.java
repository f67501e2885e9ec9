/// What was refused, whole and with every reason. Start with
/// [dev.flywheel.ingestion.quarantine.Quarantine].
@NullMarked
package dev.flywheel.ingestion.quarantine;

import org.jspecify.annotations.NullMarked;
