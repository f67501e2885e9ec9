package dev.flywheel.ingestion.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.contracts.Quarantined;
import java.util.List;

/// What became of a request's inputs. Every one is either accepted or quarantined.
///
/// @param errors one for each quarantined input
/// @param warnings what was accepted but should be sent otherwise
public record IntakeReport(
        int accepted,
        int quarantined,
        List<Refusal> errors,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

    public IntakeReport {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /// Why an input was refused.
    ///
    /// @param index its place in the request, from 0
    public record Refusal(int index, String eventId, List<Quarantined.Reason> reasons) {

        public Refusal {
            reasons = List.copyOf(reasons);
        }
    }
}
