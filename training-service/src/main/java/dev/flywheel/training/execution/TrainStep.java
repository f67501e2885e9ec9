package dev.flywheel.training.execution;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.model.scoring.PlanFormat;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.spec.Evaluation.Cost;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.ScoredRows;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Findings.CandidateReport;
import dev.flywheel.training.run.RunState;
import dev.flywheel.training.scoring.Contestant;
import dev.flywheel.training.scoring.PartEvaluator;
import dev.flywheel.training.trainer.Lesson;
import dev.flywheel.training.trainer.TrainedModel;
import dev.flywheel.training.trainer.Trainers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Trains every candidate on the training part, chooses by the validation part, and trains the
/// chosen one again on both, so that the model that is judged and served knows the latest data
/// before the test part.
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
            Splits splits = new Splits(snapshot, context.pipeline());
            List<Candidate> candidates = context.pipeline().training().candidates();
            List<Tried> tried = contest(candidates, snapshot, splits, context);
            Tried chosen = best(tried, context.pipeline().selectBy());
            context.tell("Chose " + chosen.candidate().trainer().word());
            context.checkpoint();
            Findings.Winner winner = refit(chosen, snapshot, splits, context);
            List<CandidateReport> reports = tried.stream().map(Tried::report).toList();
            return new StepOutcome.Next(
                    RunState.EVALUATE, context.findings().withTraining(reports, winner));
        }
    }

    private List<Tried> contest(
            List<Candidate> candidates,
            SnapshotDatabase snapshot,
            Splits splits,
            StepContext context) {
        Preparations preparations = new Preparations(context.pipeline().features());
        Map<EncodedPart.Style, EncodedPart> parts = new EnumMap<>(EncodedPart.Style.class);
        for (Candidate candidate : candidates) {
            parts.computeIfAbsent(
                    EncodedPart.Style.of(candidate.trainer()),
                    style ->
                            EncodedPart.of(
                                    snapshot, splits.beforeValidation(), preparations, style));
        }
        boolean fit = parts.values().stream().allMatch(part -> part.rows().fitInMemory(threads));
        List<Timed> trained =
                Parallel.map(
                        candidates,
                        fit ? threads : 1,
                        candidate ->
                                Timed.of(() -> train(candidate, part(parts, candidate), context)));
        context.checkpoint();
        Map<Integer, Contestant> contestants = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            contestants.put(
                    i,
                    Contestant.model(
                            part(parts, candidates.get(i)).encoder(),
                            trained.get(i).model().plan(),
                            snapshot.columns()));
        }
        Map<Integer, Evaluation> evaluations =
                new PartEvaluator(
                                snapshot,
                                splits.measured(Part.VALIDATION),
                                context.pipeline().task(),
                                threads,
                                context::checkpoint)
                        .evaluate(contestants, PartEvaluator.Audience.NONE);
        Cost cost = context.pipeline().evaluation().cost();
        List<Tried> tried = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Evaluation evaluation =
                    StepContext.required(evaluations.get(i), "evaluation of candidate " + i);
            Tried one =
                    new Tried(
                            candidates.get(i), decided(evaluation, cost), trained.get(i).seconds());
            context.tell(one.words(context.pipeline().selectBy()));
            tried.add(one);
        }
        return tried;
    }

    /// Under the threshold that costs least, where wrong answers cost something.
    private static Evaluation decided(Evaluation evaluation, @Nullable Cost cost) {
        return cost != null && evaluation.rows() instanceof ScoredRows rows
                ? evaluation.deciding(rows.cheapest(cost))
                : evaluation;
    }

    private static EncodedPart part(
            Map<EncodedPart.Style, EncodedPart> parts, Candidate candidate) {
        EncodedPart.Style style = EncodedPart.Style.of(candidate.trainer());
        return StepContext.required(parts.get(style), "rows that are " + style);
    }

    private static Tried best(List<Tried> tried, Metric by) {
        Tried best = tried.getFirst();
        for (Tried other : tried) {
            double value = other.evaluation().value(by);
            double least = best.evaluation().value(by);
            if (by.lowerIsBetter() ? value < least : value > least) {
                best = other;
            }
        }
        return best;
    }

    private Findings.Winner refit(
            Tried best, SnapshotDatabase snapshot, Splits splits, StepContext context) {
        Candidate chosen = best.candidate();
        EncodedPart part =
                EncodedPart.of(
                        snapshot,
                        splits.beforeTest(),
                        new Preparations(context.pipeline().features()),
                        EncodedPart.Style.of(chosen.trainer()));
        Timed trained = Timed.of(() -> train(chosen, part, context));
        TrainedModel model = trained.model();
        context.tell(
                "Trained %s on train and validation, %d rows in %.1f s, model digest %s"
                        .formatted(
                                chosen.trainer().word(),
                                part.rows().size(),
                                trained.seconds(),
                                model.digest()));
        return new Findings.Winner(
                chosen.trainer().word(),
                Trainers.hyperparameters(chosen),
                model.digest().hex(),
                store(model.protobuf()),
                store(PlanFormat.write(model.plan())),
                store(Json.bytes(new EncoderFile(part.encoder().fitted()))),
                trained.seconds(),
                best.threshold());
    }

    private static TrainedModel train(Candidate candidate, EncodedPart part, StepContext context) {
        SnapshotManifest snapshot = context.snapshot();
        Instant asOf = snapshot.lastEventTime();
        return Trainers.train(
                candidate,
                new Lesson(
                        part.rows(),
                        part.encoder().slotNames(),
                        "snapshot rows " + snapshot.rows().sha256(),
                        asOf == null ? Instant.EPOCH : asOf,
                        context.pipeline().seed(),
                        offset(snapshot),
                        context.pipeline().task()));
    }

    private static double offset(SnapshotManifest snapshot) {
        boolean sampled = snapshot.negatives() >= 1 && snapshot.candidates() >= 2;
        return sampled
                ? ScoringPlan.samplingOffset(snapshot.negatives(), snapshot.candidates())
                : 0;
    }

    private String store(byte[] content) {
        try {
            return artifacts.put(new ByteArrayInputStream(content)).digest().hex();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't store a trained model", e);
        }
    }

    private record Tried(Candidate candidate, Evaluation evaluation, double seconds) {

        String words(Metric by) {
            return "%s reached %s %.4f on the validation part, trained in %.1f s"
                    .formatted(candidate.trainer().word(), by, evaluation.value(by), seconds);
        }

        @Nullable Double threshold() {
            return evaluation.rows() instanceof ScoredRows rows && rows.decision().cost() != null
                    ? Double.valueOf(rows.decision().threshold())
                    : null;
        }

        CandidateReport report() {
            return new CandidateReport(
                    candidate.trainer().word(),
                    Trainers.hyperparameters(candidate),
                    evaluation.metrics(),
                    seconds);
        }
    }

    private record Timed(TrainedModel model, double seconds) {

        static Timed of(java.util.function.Supplier<TrainedModel> training) {
            long start = System.nanoTime();
            TrainedModel model = training.get();
            return new Timed(model, Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3);
        }
    }
}
