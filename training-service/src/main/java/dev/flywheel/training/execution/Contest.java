package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.Link;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Evaluation.Cost;
import dev.flywheel.pipeline.spec.Gate.Baseline;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.evaluation.Decision;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.gate.Champion;
import dev.flywheel.training.registration.Champions;
import dev.flywheel.training.scoring.Contestant;
import dev.flywheel.training.scoring.PartEvaluator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The winner against the baselines and the champion, on the same rows and lists of the test part.
final class Contest {

    private static final String WINNER = "winner";
    private static final String CHAMPION = "champion";

    private final SnapshotManifest manifest;
    private final Splits splits;
    private final Task task;
    private final @Nullable Cost cost;
    private final SnapshotDatabase snapshot;
    private final Champions.@Nullable Champion champion;
    private final @Nullable ModelBundle serving;
    private final String missing;

    Contest(
            SnapshotManifest manifest,
            SnapshotDatabase snapshot,
            Pipeline pipeline,
            Optional<Champions.Champion> champion) {
        this.manifest = manifest;
        this.snapshot = snapshot;
        this.splits = new Splits(snapshot, pipeline);
        this.task = pipeline.task();
        this.cost = pipeline.evaluation().cost();
        this.champion = champion.orElse(null);
        this.serving = champion.map(Champions.Champion::bundle).orElse(null);
        this.missing = champion.map(each -> missing(each.bundle())).orElse("");
    }

    /// @param threshold the winner's; null if the pipeline declares no cost
    Outcome hold(
            FeatureEncoder encoder,
            ScoringPlan plan,
            @Nullable Double threshold,
            int threads,
            Runnable meanwhile,
            PartEvaluator.Audience audience) {
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        contestants.put(WINNER, Contestant.model(encoder, plan, snapshot.columns()));
        if (manifest.negatives() > 0) {
            contestants.put(
                    word(Baseline.POPULARITY),
                    Contestant.popularity(
                            snapshot.choices(splits.beforeTest()),
                            manifest.negatives(),
                            manifest.candidates()));
        }
        double mean = snapshot.meanLabel(splits.beforeTest());
        switch (task) {
            case CLASSIFICATION ->
                    contestants.put(word(Baseline.MAJORITY), Contestant.majority(mean));
            case REGRESSION -> contestants.put(word(Baseline.MEAN), Contestant.mean(mean));
        }
        if (serving != null && missing.isEmpty()) {
            contestants.put(
                    CHAMPION,
                    Contestant.model(serving.encoder(), serving.plan(), snapshot.columns()));
        }
        Map<String, Evaluation> evaluations =
                new PartEvaluator(snapshot, splits.measured(Part.TEST), task, threads, meanwhile)
                        .evaluate(contestants, audience);
        evaluations.replaceAll(
                (name, evaluation) -> evaluation.deciding(decision(name, threshold)));
        return new Outcome(evaluations, champion == null ? 0 : champion.version(), missing);
    }

    /// Each model decides by its own threshold, and who has none by what the cost says.
    private Decision decision(String name, @Nullable Double threshold) {
        Double own =
                switch (name) {
                    case WINNER -> threshold;
                    case CHAMPION -> championThreshold();
                    default -> null;
                };
        return own == null || cost == null ? Decision.of(cost) : new Decision(own, cost);
    }

    /// Bundles tell it of served scores; here it is among the rows as the champion's were sampled.
    private @Nullable Double championThreshold() {
        Double served = serving == null ? null : serving.threshold();
        return serving == null || served == null
                ? null
                : Double.valueOf(ScoringPlan.corrected(served, -serving.plan().offset()));
    }

    /// What keeps the champion from being compared: columns that it reads and the snapshot does not
    /// have, another kind of answer, or that only a runtime for ONNX could score it.
    private String missing(@Nullable ModelBundle serving) {
        if (serving == null) {
            return "(it came as an ONNX graph, which training does not run)";
        }
        boolean sameTask = (serving.plan().link() == Link.IDENTITY) == (task == Task.REGRESSION);
        if (!sameTask) {
            return "(it answers another kind of question)";
        }
        List<Column> columns = snapshot.columns();
        Set<String> names = columns.stream().map(Column::name).collect(Collectors.toSet());
        return serving.columns().stream()
                .map(Column::name)
                .filter(name -> !names.contains(name))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String word(Baseline baseline) {
        return baseline.name().toLowerCase(Locale.ROOT);
    }

    /// How everybody did.
    ///
    /// @param champion its version; 0 if there is none
    /// @param missing the columns that kept the champion out
    record Outcome(Map<String, Evaluation> evaluations, int champion, String missing) {

        Evaluation winner() {
            return StepContext.required(evaluations.get(WINNER), "evaluation of the winner");
        }

        Map<Baseline, Evaluation> baselines() {
            Map<Baseline, Evaluation> baselines = new EnumMap<>(Baseline.class);
            for (Baseline baseline : Baseline.values()) {
                Evaluation evaluation = evaluations.get(word(baseline));
                if (evaluation != null) {
                    baselines.put(baseline, evaluation);
                }
            }
            return baselines;
        }

        Champion judged() {
            Evaluation evaluation = evaluations.get(CHAMPION);
            if (champion == 0) {
                return new Champion.None();
            }
            return evaluation == null
                    ? new Champion.Incomparable(
                            champion, "it reads features that are no more: " + missing)
                    : new Champion.Evaluated(champion, evaluation);
        }

        Map<String, Map<String, Double>> metrics() {
            Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
            evaluations.forEach((name, evaluation) -> metrics.put(name, evaluation.metrics()));
            return metrics;
        }
    }
}
