package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Evaluation.Cost;
import dev.flywheel.pipeline.spec.Gate.Baseline;
import dev.flywheel.training.dataset.DatasetException;
import dev.flywheel.training.dataset.PairedSnapshot;
import dev.flywheel.training.dataset.PairedSnapshots;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The winner against the baselines and the champion, on the same rows and lists of the test part.
/// A champion whose features are others scores them with its own.
final class Contest {

    static final String CHAMPION = "champion";

    private static final String WINNER = "winner";

    private final SnapshotManifest manifest;
    private final Splits splits;
    private final Pipeline pipeline;
    private final @Nullable Cost cost;
    private final SnapshotDatabase snapshot;
    private final PairedSnapshots paired;
    private final Champions.@Nullable Champion champion;

    Contest(
            SnapshotManifest manifest,
            SnapshotDatabase snapshot,
            PairedSnapshots paired,
            Pipeline pipeline,
            Optional<Champions.Champion> champion) {
        this.manifest = manifest;
        this.snapshot = snapshot;
        this.splits = new Splits(snapshot, pipeline);
        this.pipeline = pipeline;
        this.cost = pipeline.evaluation().cost();
        this.paired = paired;
        this.champion = champion.orElse(null);
    }

    /// @param threshold the winner's; null if the pipeline declares no cost
    Outcome hold(
            FeatureEncoder encoder,
            ScoringPlan plan,
            @Nullable Double threshold,
            int threads,
            Runnable meanwhile,
            PartEvaluator.Audience audience) {
        PartEvaluator evaluator =
                new PartEvaluator(
                        snapshot, splits.measured(Part.TEST), pipeline.task(), threads, meanwhile);
        Map<String, Contestant> contestants = contestants(encoder, plan);
        if (champion == null) {
            return outcome(evaluator.evaluate(contestants, audience), threshold, null);
        }
        try (ServingChampion serving =
                        new ServingChampion(champion, snapshot.columns(), pipeline, plan.offset());
                PairedSnapshot own = own(serving, meanwhile)) {
            Contestant contestant =
                    serving.over(own == null ? snapshot.columns() : own.rows().columns());
            if (own == null && contestant != null) {
                contestants.put(CHAMPION, contestant);
            }
            Map<String, Evaluation> evaluations = evaluator.evaluate(contestants, audience);
            if (own != null && contestant != null) {
                evaluations.putAll(
                        evaluator
                                .over(own.rows())
                                .evaluate(
                                        Map.of(CHAMPION, contestant), PartEvaluator.Audience.NONE));
            }
            if (!serving.why().isEmpty()) {
                evaluations.remove(CHAMPION);
            }
            return outcome(evaluations, threshold, serving);
        }
    }

    /// The same rows with the champion's features, where these are others than the challenger's;
    /// null where they are not, or it can't be compared.
    private @Nullable PairedSnapshot own(ServingChampion serving, Runnable meanwhile) {
        if (serving.otherFeatures().isEmpty() || !serving.why().isEmpty()) {
            return null;
        }
        try {
            return paired.open(
                    manifest,
                    snapshot,
                    splits.measured(Part.TEST),
                    serving.pipelineFile(),
                    meanwhile);
        } catch (DatasetException.Refused | DatasetException.Unreadable e) {
            serving.excuse(serving.otherFeatures() + "; " + e.getMessage());
            return null;
        }
    }

    private Map<String, Contestant> contestants(FeatureEncoder encoder, ScoringPlan plan) {
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
        switch (pipeline.task()) {
            case CLASSIFICATION ->
                    contestants.put(word(Baseline.MAJORITY), Contestant.majority(mean));
            case REGRESSION -> contestants.put(word(Baseline.MEAN), Contestant.mean(mean));
        }
        return contestants;
    }

    /// Each model decides by its own threshold, and who has none by what the cost says.
    private Outcome outcome(
            Map<String, Evaluation> evaluations,
            @Nullable Double threshold,
            @Nullable ServingChampion serving) {
        evaluations.replaceAll((name, evaluation) -> {
            Double own =
                    switch (name) {
                        case WINNER -> threshold;
                        case CHAMPION -> serving == null ? null : serving.threshold();
                        default -> null;
                    };
            return evaluation.deciding(
                    own == null || cost == null ? Decision.of(cost) : new Decision(own, cost));
        });
        return serving == null
                ? new Outcome(evaluations, 0, "", "")
                : new Outcome(
                        evaluations, serving.version(), serving.why(), serving.otherFeatures());
    }

    private static String word(Baseline baseline) {
        return baseline.name().toLowerCase(Locale.ROOT);
    }

    /// How everybody did.
    ///
    /// @param champion its version; 0 if there is none
    /// @param why the champion could not be compared; the empty text if it was
    /// @param otherFeatures how the champion's features are others; the empty text if they are not
    record Outcome(
            Map<String, Evaluation> evaluations, int champion, String why, String otherFeatures) {

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
                    ? new Champion.Incomparable(champion, why)
                    : new Champion.Evaluated(champion, evaluation);
        }

        Map<String, Map<String, Double>> metrics() {
            Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
            evaluations.forEach((name, evaluation) -> metrics.put(name, evaluation.metrics()));
            return metrics;
        }
    }
}
