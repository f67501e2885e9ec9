package dev.flywheel.registry.promotion;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.model.ModelVersion;
import java.util.List;
import tools.jackson.core.JacksonException;

/// The verdict that training left on a version.
///
/// @param reasons why it failed; empty if it passed
record Gate(boolean passed, List<String> reasons) {

    static final String VERDICT_TAG = "flywheel.gate";
    static final String REASONS_TAG = "flywheel.gate.reasons";

    private static final String PASSED = "passed";

    static Gate of(ModelVersion version) {
        String verdict = version.tag(VERDICT_TAG).orElse("");
        if (verdict.equals(PASSED)) {
            return new Gate(true, List.of());
        }
        if (verdict.isEmpty()) {
            return new Gate(
                    false, List.of("no verdict: its tag %s is missing".formatted(VERDICT_TAG)));
        }
        return new Gate(
                false,
                version.tag(REASONS_TAG)
                        .map(Gate::split)
                        .orElse(List.of("the verdict is '%s'".formatted(verdict))));
    }

    /// What the audit trail says of it.
    String verdict() {
        return passed ? PASSED : "failed: " + String.join("; ", reasons);
    }

    private static List<String> split(String reasons) {
        try {
            return List.of(Json.MAPPER.readValue(reasons, String[].class));
        } catch (JacksonException _) {
            return reasons.lines().toList();
        }
    }
}
