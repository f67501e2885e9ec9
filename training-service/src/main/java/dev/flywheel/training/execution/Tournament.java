package dev.flywheel.training.execution;

import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.run.Findings.CandidateReport;
import dev.flywheel.training.scoring.Contestant;
import dev.flywheel.training.scoring.Parallel;
import dev.flywheel.training.scoring.PartEvaluator;
import dev.flywheel.training.trainer.Trainers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Every candidate learns from each fold's past and is measured on the fold. How each did is kept
/// on the run at once, and what an earlier attempt of the run has tried is not tried again.
final class Tournament {

    private final SnapshotDatabase snapshot;
    private final StepContext context;
    private final int threads;
    private final List<Fold> folds;
    private final EncodedFolds encoded;
    private final Lessons lessons;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<CandidateReport> reports = new ArrayList<>();

    Tournament(SnapshotDatabase snapshot, StepContext context, int threads) {
        this.snapshot = snapshot;
        this.context = context;
        this.threads = threads;
        this.folds = new Splits(snapshot, context.pipeline()).folds();
        this.encoded = new EncodedFolds(snapshot, new Preparations(context.pipeline().features()));
        this.lessons = new Lessons(context.snapshot(), context.pipeline());
    }

    /// What was tried, in order, and how each did.
    record Results(List<Candidate> candidates, List<CandidateReport> reports) {

        Candidate of(CandidateReport report) {
            return candidates.get(reports.indexOf(report));
        }
    }

    /// @param timeIsUp whether no further draw may be tried; one always is
    Results hold(Trials trials, BooleanSupplier timeIsUp) {
        play(trials, timeIsUp);
        return new Results(candidates, reports);
    }

    private void play(Trials trials, BooleanSupplier timeIsUp) {
        round(trials.fixed());
        List<Candidate> drawn = trials.drawn();
        for (int start = 0; start < drawn.size(); start += threads) {
            if (!candidates.isEmpty() && timeIsUp.getAsBoolean()) {
                context.tell(
                        "The search's time is up after %d of %d trials"
                                .formatted(start, drawn.size()));
                return;
            }
            round(drawn.subList(start, Math.min(start + threads, drawn.size())));
        }
    }

    private void round(List<Candidate> next) {
        List<CandidateReport> before = context.findings().candidates();
        List<Candidate> untried =
                next.stream().filter(candidate -> known(candidate, before).isEmpty()).toList();
        List<CandidateReport> made = new ArrayList<>(before);
        if (!untried.isEmpty()) {
            made.addAll(tried(untried));
        }
        for (Candidate candidate : next) {
            candidates.add(candidate);
            reports.add(known(candidate, made).orElseThrow());
        }
        if (!untried.isEmpty()) {
            context.keep(context.findings().withCandidates(reports));
        }
    }

    private Optional<CandidateReport> known(Candidate candidate, List<CandidateReport> among) {
        Map<String, Object> hyperparameters = Trainers.hyperparameters(candidate);
        int each = folds.size() == 1 ? 0 : folds.size();
        return among.stream()
                .filter(report -> report.folds().size() == each)
                .filter(report -> report.isOf(hyperparameters))
                .findFirst();
    }

    private List<CandidateReport> tried(List<Candidate> untried) {
        List<Tried> tried =
                untried.stream()
                        .map(candidate -> new Tried(candidate, context.pipeline().selectBy()))
                        .toList();
        for (Fold fold : folds) {
            play(fold, untried, tried);
            context.checkpoint();
        }
        List<CandidateReport> made = new ArrayList<>();
        for (Tried one : tried) {
            CandidateReport report = one.report(context.pipeline().evaluation().cost());
            context.tell(one.words(report));
            made.add(report);
        }
        return made;
    }

    private void play(Fold fold, List<Candidate> players, List<Tried> tried) {
        Map<EncodedPart.Style, EncodedPart> parts = new EnumMap<>(EncodedPart.Style.class);
        for (Candidate player : players) {
            parts.computeIfAbsent(
                    EncodedPart.Style.of(player.trainer()), style -> encoded.of(fold, style));
        }
        boolean fit = parts.values().stream().allMatch(part -> part.rows().fitInMemory(threads));
        List<Lessons.Timed> trained =
                Parallel.map(
                        players,
                        fit ? threads : 1,
                        player -> lessons.train(player, part(parts, player)));
        context.checkpoint();
        Map<Integer, Contestant> contestants = new LinkedHashMap<>();
        for (int i = 0; i < players.size(); i++) {
            contestants.put(
                    i,
                    Contestant.model(
                            part(parts, players.get(i)).encoder(),
                            trained.get(i).model().plan(),
                            snapshot.columns()));
        }
        Map<Integer, Evaluation> evaluations =
                new PartEvaluator(
                                snapshot,
                                fold.measured(),
                                context.pipeline().task(),
                                threads,
                                context::checkpoint)
                        .evaluate(contestants, PartEvaluator.Audience.NONE);
        for (int i = 0; i < players.size(); i++) {
            Evaluation evaluation =
                    StepContext.required(evaluations.get(i), "evaluation of candidate " + i);
            tried.get(i).add(evaluation, trained.get(i).seconds());
        }
    }

    private static EncodedPart part(
            Map<EncodedPart.Style, EncodedPart> parts, Candidate candidate) {
        EncodedPart.Style style = EncodedPart.Style.of(candidate.trainer());
        return StepContext.required(parts.get(style), "rows that are " + style);
    }
}
