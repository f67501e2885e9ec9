package dev.flywheel.training.expectation;

import java.util.List;
import java.util.stream.Collectors;

/// Every expectation with what was observed.
public record ExpectationReport(List<Finding> findings) {

    public ExpectationReport {
        findings = List.copyOf(findings);
    }

    /// Whether a breach stops the run.
    public boolean halts() {
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.HALTED);
    }

    public List<Finding> breaches() {
        return findings.stream()
                .filter(finding ->
                        switch (finding.outcome()) {
                            case HALTED, WARNED -> true;
                            case MET, NOT_APPLICABLE -> false;
                        })
                .toList();
    }

    /// The breaches in one line.
    public String summary() {
        return breaches().stream()
                .map(finding -> finding.expectation() + ", observed " + finding.observed())
                .collect(Collectors.joining("; "));
    }

    /// One expectation.
    ///
    /// @param expectation in the pipeline file's words
    /// @param observed the value that was found, or why it could not be
    public record Finding(String expectation, String observed, Outcome outcome) {}

    /// What became of an expectation.
    public enum Outcome {
        MET,
        /// Broken; the run goes on.
        WARNED,
        /// Broken; the run stops.
        HALTED,
        /// There was nothing to compare with.
        NOT_APPLICABLE
    }
}
