package dev.flywheel.training.gate;

import java.util.List;
import java.util.stream.Collectors;

/// What the gate decided, with every reason for and against.
public record Verdict(List<Reason> reasons) {

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    public boolean passed() {
        return reasons.stream().allMatch(Reason::passed);
    }

    /// `passed` or `failed`, as a version's tag spells it.
    public String word() {
        return passed() ? "passed" : "failed";
    }

    /// The reasons in one line, those against first.
    public String summary() {
        return reasons.stream()
                .sorted((a, b) -> Boolean.compare(a.passed(), b.passed()))
                .map(reason -> (reason.passed() ? "ok: " : "failed: ") + reason.text())
                .collect(Collectors.joining("; "));
    }

    /// One requirement and what was found.
    ///
    /// @param requirement what was asked, such as `auc at least 0.75`
    /// @param text the finding in a sentence
    public record Reason(String requirement, boolean passed, String text) {}
}
