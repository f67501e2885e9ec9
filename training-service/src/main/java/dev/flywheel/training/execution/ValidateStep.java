package dev.flywheel.training.execution;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.training.alert.Alerts;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.expectation.DatasetExpectations;
import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.expectation.LateLabels;
import dev.flywheel.training.registration.ChampionFeatures;
import dev.flywheel.training.registration.Champions;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.RunState;
import dev.flywheel.training.run.TrainingRuns;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
final class ValidateStep implements RunStep {

    private final SnapshotFiles snapshots;
    private final Champions champions;
    private final TrainingRuns runs;
    private final Alerts alerts;
    private final Clock clock;

    ValidateStep(
            SnapshotFiles snapshots,
            Champions champions,
            TrainingRuns runs,
            Alerts alerts,
            Clock clock) {
        this.snapshots = snapshots;
        this.champions = champions;
        this.runs = runs;
        this.alerts = alerts;
        this.clock = clock;
    }

    @Override
    public RunState state() {
        return RunState.VALIDATE;
    }

    @Override
    public StepOutcome perform(StepContext context) {
        ExpectationReport report = report(context);
        report.findings()
                .forEach(finding ->
                        context.tell(
                                "Expectation %s: %s, observed %s"
                                        .formatted(
                                                finding.outcome(),
                                                finding.expectation(),
                                                finding.observed())));
        report.warnings().forEach(context::tell);
        if (!report.breaches().isEmpty()) {
            alerts.raise(alert(context, report));
        }
        Findings findings = context.findings().withExpectations(report);
        if (report.halts()) {
            return new StepOutcome.End(
                    RunState.HALTED,
                    findings,
                    "The dataset is not as expected: " + report.summary());
        }
        return new StepOutcome.Next(RunState.TRAIN, findings);
    }

    private ExpectationReport report(StepContext context) {
        Set<String> cumulative =
                context.pipeline().featureSet().columns().stream()
                        .filter(FeatureColumn::cumulative)
                        .map(FeatureColumn::name)
                        .collect(Collectors.toSet());
        try (SnapshotDatabase dataset = snapshots.open(context.snapshot())) {
            return new DatasetExpectations(
                            context.pipeline().expectations().dataset(),
                            cumulative,
                            context.request().causedByDrift())
                    .check(
                            dataset,
                            () -> reference(context.pipeline()),
                            new EarlierRuns(runs, context.pipeline().name()))
                    .warning(LateLabels.warning(context.pipeline()).stream().toList());
        }
    }

    /// Without the features that mean something else now: their values differ by declaration.
    private @Nullable Reference reference(Pipeline pipeline) {
        return champions
                .of(pipeline.name())
                .map(champion -> reference(champion.bundle(), pipeline))
                .orElse(null);
    }

    private static @Nullable Reference reference(VersionBundle champion, Pipeline pipeline) {
        Reference reference = champion.reference();
        try {
            return reference == null
                    ? null
                    : reference.without(ChampionFeatures.changed(champion, pipeline));
        } catch (PipelineException _) {
            return reference;
        }
    }

    private AlertRaised alert(StepContext context, ExpectationReport report) {
        return new AlertRaised(
                "validation-" + context.runId(),
                context.pipeline().name(),
                "validation",
                report.halts() ? "critical" : "warning",
                "Run %s: %s".formatted(context.runId(), report.summary()),
                clock.instant(),
                Map.of(
                        "run_id",
                        context.runId().toString(),
                        "findings",
                        report.withoutSamples().breaches()));
    }
}
