package dev.flywheel.training.run.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.gate.Verdict;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.LogLine;
import dev.flywheel.training.run.Run;
import dev.flywheel.training.run.RunState;
import dev.flywheel.training.run.StepTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A run as callers see it.
///
/// @param expectations without sample rows, which [ValidationResponse] has
/// @param metrics of the winner on the test part
/// @param evaluations of the winner, the baselines and the champion on the test part
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunResponse(
        UUID runId,
        String pipeline,
        String cause,
        @Nullable String requestId,
        RunState state,
        @Nullable String summary,
        int attempt,
        @Nullable Instant testFrom,
        boolean promote,
        int listsAtMost,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<Step> steps,
        @Nullable String snapshotId,
        @Nullable Long snapshotRows,
        @Nullable Long snapshotLists,
        @Nullable ExpectationReport expectations,
        List<Findings.CandidateReport> candidates,
        Findings.@Nullable Winner winner,
        @Nullable Map<String, Double> metrics,
        Map<String, Map<String, Double>> evaluations,
        @Nullable Gate gate,
        Findings.@Nullable Registration registration,
        @Nullable Integer modelVersion,
        @Nullable List<Line> log) {

    static RunResponse of(Run run) {
        return of(run, null);
    }

    /// @param log null to leave it out
    static RunResponse of(Run run, @Nullable List<LogLine> log) {
        Findings found = run.findings();
        var snapshot = found.snapshot();
        var registration = found.registration();
        Verdict verdict = found.verdict();
        ExpectationReport report = found.expectations();
        return new RunResponse(
                run.id(),
                run.pipeline(),
                run.request().cause(),
                run.request().requestId(),
                run.state(),
                run.summary(),
                run.attempt(),
                run.request().testFrom(),
                run.request().promote(),
                run.request().listsAtMost(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                run.steps().stream().map(Step::of).toList(),
                snapshot == null ? null : snapshot.id(),
                snapshot == null ? null : snapshot.rowCount(),
                snapshot == null ? null : snapshot.listCount(),
                report == null ? null : report.withoutSamples(),
                found.candidates(),
                found.winner(),
                found.evaluations().get("winner"),
                found.evaluations(),
                verdict == null ? null : new Gate(verdict.word(), verdict.reasons()),
                registration,
                registration == null ? null : registration.version(),
                log == null ? null : log.stream().map(Line::of).toList());
    }

    /// When a step ran.
    ///
    /// @param seconds absent while it runs
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            RunState step,
            int attempt,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Double seconds) {

        static Step of(StepTiming timing) {
            Instant end = timing.finishedAt();
            return new Step(
                    timing.step(),
                    timing.attempt(),
                    timing.startedAt(),
                    end,
                    end == null
                            ? null
                            : Duration.between(timing.startedAt(), end).toMillis() / 1e3);
        }
    }

    /// What the gate decided.
    ///
    /// @param verdict `passed` or `failed`
    record Gate(String verdict, List<Verdict.Reason> reasons) {}

    /// A line of the log.
    record Line(Instant at, String message) {

        static Line of(LogLine line) {
            return new Line(line.loggedAt(), line.message());
        }
    }
}
