package dev.flywheel.training.run.web;

import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.expectation.ExpectationReport.Finding;
import dev.flywheel.training.run.Run;
import dev.flywheel.training.run.RunException;
import java.util.List;
import java.util.UUID;

/// What a run found of its dataset: every expectation with what was observed, also those that hold,
/// and the first rows that broke a rule of rows.
record ValidationResponse(
        UUID runId, String pipeline, boolean halts, List<Finding> findings, List<String> warnings) {

    /// @throws RunException.NotValidated if the run has not come to that yet
    static ValidationResponse of(Run run) {
        ExpectationReport report = run.findings().expectations();
        if (report == null) {
            throw new RunException.NotValidated(run.id(), run.state());
        }
        return new ValidationResponse(
                run.id(), run.pipeline(), report.halts(), report.findings(), report.warnings());
    }
}
