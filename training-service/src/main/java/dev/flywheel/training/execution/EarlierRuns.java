package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.expectation.History;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Run;
import dev.flywheel.training.run.RunState;
import dev.flywheel.training.run.TrainingRuns;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The validation reports of a pipeline's latest 100 runs. Runs that an expectation halted don't
/// count, or a broken dataset would soon be the usual one.
final class EarlierRuns implements History {

    private static final Set<RunState> GOOD = EnumSet.of(RunState.SUCCEEDED, RunState.REJECTED);

    private final TrainingRuns runs;
    private final String pipeline;
    private @Nullable List<Findings> latest;

    EarlierRuns(TrainingRuns runs, String pipeline) {
        this.runs = runs;
        this.pipeline = pipeline;
    }

    @Override
    public List<Double> latest(String statistic, int most) {
        List<Double> values = new ArrayList<>();
        Set<String> snapshots = new HashSet<>();
        for (Findings findings : findings()) {
            SnapshotManifest snapshot = findings.snapshot();
            Double value = value(findings, statistic);
            if (value != null && snapshot != null && snapshots.add(snapshot.id())) {
                values.add(value);
            }
            if (values.size() == most) {
                break;
            }
        }
        return values;
    }

    private List<Findings> findings() {
        List<Findings> known = latest;
        if (known == null) {
            known =
                    runs.latest(pipeline).stream()
                            .filter(run -> GOOD.contains(run.state()))
                            .map(Run::findings)
                            .toList();
            latest = known;
        }
        return known;
    }

    private static @Nullable Double value(Findings findings, String statistic) {
        ExpectationReport report = findings.expectations();
        if (report == null) {
            return null;
        }
        for (ExpectationReport.Finding finding : report.findings()) {
            if (statistic.equals(finding.statistic()) && finding.value() != null) {
                return finding.value();
            }
        }
        return null;
    }
}
