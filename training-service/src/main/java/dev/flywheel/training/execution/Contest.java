package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.spec.Gate.Baseline;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.gate.Champion;
import dev.flywheel.training.registration.Champions;
import dev.flywheel.training.scoring.Contestant;
import dev.flywheel.training.scoring.PartEvaluator;
import java.util.EnumMap;
import java.util.EnumSet;
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
    private final SnapshotDatabase snapshot;
    private final Champions.@Nullable Champion champion;
    private final String missing;

    Contest(
            SnapshotManifest manifest,
            SnapshotDatabase snapshot,
            Optional<Champions.Champion> champion) {
        this.manifest = manifest;
        this.snapshot = snapshot;
        this.champion = champion.orElse(null);
        this.missing = champion.map(this::missing).orElse("");
    }

    Outcome hold(
            FeatureEncoder encoder,
            ScoringPlan plan,
            int threads,
            Runnable meanwhile,
            PartEvaluator.Audience audience) {
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        contestants.put(WINNER, Contestant.model(encoder, plan, snapshot.columns()));
        contestants.put(
                word(Baseline.POPULARITY),
                Contestant.popularity(
                        snapshot.choices(EnumSet.of(Part.TRAIN, Part.VALIDATION)),
                        manifest.negatives(),
                        manifest.candidates()));
        contestants.put(word(Baseline.MAJORITY), Contestant.majority(manifest.negatives()));
        if (champion != null && missing.isEmpty()) {
            contestants.put(
                    CHAMPION,
                    Contestant.model(
                            champion.bundle().encoder(),
                            champion.bundle().plan(),
                            snapshot.columns()));
        }
        return new Outcome(
                new PartEvaluator(snapshot, Part.TEST, threads, meanwhile)
                        .evaluate(contestants, audience),
                champion == null ? 0 : champion.version(),
                missing);
    }

    /// The columns that the champion reads and the snapshot does not have.
    private String missing(Champions.Champion serving) {
        List<Column> columns = snapshot.columns();
        Set<String> names = columns.stream().map(Column::name).collect(Collectors.toSet());
        return serving.bundle().encoder().columns().stream()
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
                baselines.put(
                        baseline,
                        StepContext.required(evaluations.get(word(baseline)), word(baseline)));
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
