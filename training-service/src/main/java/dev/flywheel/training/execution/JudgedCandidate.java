package dev.flywheel.training.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Findings.CandidateReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A candidate as provenance remembers it: how it did before the test part, and why it was not the
/// one that was chosen.
///
/// @param validation the metrics, or their means over the folds
/// @param spread the standard deviations over the folds; empty without folds
/// @param lost why it was not chosen; null of the one that was
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record JudgedCandidate(
        String trainer,
        Map<String, Object> hyperparameters,
        Map<String, Double> validation,
        Map<String, Double> spread,
        double seconds,
        boolean chosen,
        @Nullable String lost) {

    /// In the order in which they were tried.
    ///
    /// @param by the metric that chose
    static List<JudgedCandidate> of(
            List<CandidateReport> reports, Findings.Winner winner, Metric by) {
        int best = indexOf(reports, winner);
        List<JudgedCandidate> judged = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            CandidateReport report = reports.get(i);
            judged.add(
                    new JudgedCandidate(
                            report.trainer(),
                            report.hyperparameters(),
                            report.validation(),
                            report.spread(),
                            report.seconds(),
                            i == best,
                            i == best || best < 0 ? null : lost(report, reports.get(best), by)));
        }
        return judged;
    }

    private static int indexOf(List<CandidateReport> reports, Findings.Winner winner) {
        for (int i = 0; i < reports.size(); i++) {
            if (reports.get(i).isOf(winner.hyperparameters())) {
                return i;
            }
        }
        return -1;
    }

    private static String lost(CandidateReport report, CandidateReport best, Metric by) {
        double own = value(report, by);
        double other = value(best, by);
        if (own == other) {
            return "%s %.6f is no better than that of the chosen one, which came first"
                    .formatted(by.word(), own);
        }
        return "%s %.6f, the chosen one's is %.6f".formatted(by.word(), own, other);
    }

    private static double value(CandidateReport report, Metric by) {
        return report.validation().getOrDefault(by.word(), Double.NaN);
    }
}
