package dev.flywheel.ingestion.replay;

import dev.flywheel.contracts.Quarantined;
import java.util.List;

/// What became of a replay.
///
/// @param replayed inputs that were taken, under the ids that they have in quarantine
/// @param alreadyReplayed inputs that were replayed before, and not refused again since
/// @param refused inputs that are still refused; they stay where they are
/// @param errors the first hundred of them
/// @param missing ids of which the quarantine has nothing
/// @param more whether the reason fits more inputs than one replay takes
public record ReplayReport(
        long replayed,
        long alreadyReplayed,
        long refused,
        List<Refusal> errors,
        List<String> missing,
        boolean more) {

    /// An input that is still refused.
    public record Refusal(String eventId, List<Quarantined.Reason> reasons) {}
}
