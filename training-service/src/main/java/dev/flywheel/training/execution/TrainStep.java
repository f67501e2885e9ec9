package dev.flywheel.training.execution;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.model.scoring.PlanFormat;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Findings.CandidateReport;
import dev.flywheel.training.run.RunState;
import dev.flywheel.training.trainer.TrainedModel;
import dev.flywheel.training.trainer.Trainers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Trains every candidate on the training part, chooses by the validation part (or by several folds
/// of them), and trains the chosen one again on both, so that the model that is judged and served
/// knows the latest data before the test part.
@Component
final class TrainStep implements RunStep {

    private final SnapshotFiles snapshots;
    private final ArtifactStore artifacts;
    private final int threads;

    TrainStep(SnapshotFiles snapshots, ArtifactStore artifacts, TrainingProperties properties) {
        this.snapshots = snapshots;
        this.artifacts = artifacts;
        this.threads = properties.threads();
    }

    @Override
    public RunState state() {
        return RunState.TRAIN;
    }

    @Override
    public StepOutcome perform(StepContext context) {
        try (SnapshotDatabase snapshot = snapshots.open(context.snapshot())) {
            Training training = context.pipeline().training();
            // The encoded rows of a tournament are large; they go with it.
            Tournament.Results results =
                    new Tournament(snapshot, context, threads)
                            .hold(Trials.of(training), timeIsUp(training.search()));
            List<CandidateReport> reports = results.reports();
            CandidateReport best = best(reports, context.pipeline().selectBy());
            Candidate chosen = results.of(best);
            context.tell("Chose " + best.trainer());
            context.checkpoint();
            Findings.Winner winner = refit(chosen, best.threshold(), snapshot, context);
            return new StepOutcome.Next(
                    RunState.EVALUATE, context.findings().withTraining(reports, winner));
        }
    }

    private static BooleanSupplier timeIsUp(Training.@Nullable Search search) {
        Duration limit = search == null ? null : search.limit();
        long start = System.nanoTime();
        return () -> limit != null && System.nanoTime() - start > limit.toNanos();
    }

    private static CandidateReport best(List<CandidateReport> reports, Metric by) {
        CandidateReport best = reports.getFirst();
        for (CandidateReport other : reports) {
            if (by.isBetter(value(other, by), value(best, by))) {
                best = other;
            }
        }
        return best;
    }

    private static double value(CandidateReport report, Metric by) {
        return report.validation().getOrDefault(by.word(), Double.NaN);
    }

    private Findings.Winner refit(
            Candidate chosen,
            @Nullable Double threshold,
            SnapshotDatabase snapshot,
            StepContext context) {
        Refit.Refitted refitted =
                new Refit(snapshot, context.snapshot(), context.pipeline()).train(chosen);
        TrainedModel model = refitted.model();
        context.tell(
                "Trained %s on train and validation, %d rows in %.1f s, model digest %s"
                        .formatted(
                                chosen.trainer().word(),
                                refitted.rows(),
                                refitted.seconds(),
                                model.digest()));
        return new Findings.Winner(
                chosen.trainer().word(),
                Trainers.hyperparameters(chosen),
                model.digest().hex(),
                store(model.protobuf()),
                store(PlanFormat.write(model.plan())),
                store(Json.bytes(new EncoderFile(refitted.encoder().fitted()))),
                refitted.seconds(),
                threshold);
    }

    private String store(byte[] content) {
        try {
            return artifacts.put(new ByteArrayInputStream(content)).digest().hex();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't store a trained model", e);
        }
    }
}
