package dev.flywheel.training.expectation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every expectation with what was observed.
///
/// @param warnings of what nobody has to ask for; they stop nothing
public record ExpectationReport(List<Finding> findings, List<String> warnings) {

    public ExpectationReport {
        findings = List.copyOf(findings);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
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

    /// The same with more warnings.
    public ExpectationReport warning(Collection<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new ExpectationReport(findings, all);
    }

    /// The same without rows.
    public ExpectationReport withoutSamples() {
        return new ExpectationReport(
                findings.stream().map(Finding::withoutSamples).toList(), warnings);
    }

    /// One expectation.
    ///
    /// @param expectation in the pipeline file's words
    /// @param observed the value that was found, or why it could not be
    /// @param statistic what was computed, in words that are the same in every run; null if it is
    ///   not to be compared with other runs
    /// @param value the number that was found, where it is one
    /// @param samples the first rows that broke a rule of rows: where they are, and the values that
    ///   the rule is about
    public record Finding(
            String expectation,
            String observed,
            Outcome outcome,
            @Nullable String statistic,
            @Nullable Double value,
            List<Map<String, Object>> samples) {

        public Finding {
            samples = samples == null ? List.of() : List.copyOf(samples);
        }

        Finding(String expectation, String observed, Outcome outcome) {
            this(expectation, observed, outcome, null, null, List.of());
        }

        Finding withoutSamples() {
            return new Finding(expectation, observed, outcome, statistic, value, List.of());
        }
    }

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
