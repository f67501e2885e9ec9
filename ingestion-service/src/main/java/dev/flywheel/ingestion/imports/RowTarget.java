package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.delivery.Message;

/// Makes of a row what is to be delivered.
@FunctionalInterface
interface RowTarget {

    Outcome take(Row row);

    /// What becomes of a row.
    sealed interface Outcome {

        record Accepted(Message message) implements Outcome {}

        record Quarantined(Message message) implements Outcome {}

        /// Not in the sample, out of the time range, or nothing new.
        record Skipped() implements Outcome {}
    }
}
