package dev.flywheel.ingestion.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.contracts.Quarantined;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which refused inputs are to be sent again.
///
/// @param ids as the quarantine lists them
/// @param reason takes every input with a reason that has this text in `<field>: <message>`
/// @param corrected by id, what is taken in place of the input
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayRequest(
        @Nullable List<String> ids,
        @Nullable String reason,
        @Nullable Map<String, JsonNode> corrected) {

    private static final int MOST = 10_000;

    /// What is wrong with it; null if nothing.
    @Nullable String fault() {
        if (wanted().size() > MOST) {
            return "More than " + MOST + " ids; send them in parts";
        }
        if (wanted().isEmpty() && (reason == null || reason.isBlank())) {
            return "Expected ids, corrected or a reason";
        }
        return null;
    }

    /// The ids that are named, those with corrections included.
    Set<String> wanted() {
        Set<String> wanted = new LinkedHashSet<>(ids == null ? List.of() : ids);
        if (corrected != null) {
            wanted.addAll(corrected.keySet());
        }
        return wanted;
    }

    /// Whether an input is asked for.
    boolean asksFor(Quarantined input, Set<String> wanted) {
        return wanted.contains(input.eventId())
                || (reason != null
                        && !reason.isBlank()
                        && input.reasons().stream()
                                .anyMatch(each ->
                                        (each.field() + ": " + each.message()).contains(reason)));
    }

    /// What to take in place of an input; null to take it as it is.
    @Nullable JsonNode correction(String id) {
        return corrected == null ? null : corrected.get(id);
    }
}
