package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.delivery.Message;
import java.util.List;

/// The verdict on one input.
public sealed interface EventCheck {

    /// An event that may be delivered.
    ///
    /// @param randomId whether its id was made up, so that nobody can tell a second sending
    record Good(Message message, boolean randomId) implements EventCheck {}

    /// An input that goes to quarantine.
    record Bad(String id, List<Quarantined.Reason> reasons) implements EventCheck {}
}
