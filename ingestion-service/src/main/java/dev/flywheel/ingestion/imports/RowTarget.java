package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.pipeline.imports.BadValueException;
import dev.flywheel.pipeline.imports.ImportSpec.Selection;
import java.util.List;

/// Makes of a row what is to be delivered.
@FunctionalInterface
public interface RowTarget {

    Outcome take(Row row);

    /// Whether a row is left out; one of which that can't be told is read, to be refused.
    static boolean leavesOut(Selection selection, Row row) {
        try {
            return row.fault() == null && !selection.takes(row);
        } catch (BadValueException _) {
            return false;
        }
    }

    /// What becomes of a row.
    sealed interface Outcome {

        record Accepted(Message message) implements Outcome {}

        record Quarantined(Message message, List<Reason> reasons) implements Outcome {}

        /// Not in the sample, out of the time range, or nothing new.
        record Skipped() implements Outcome {}
    }
}
