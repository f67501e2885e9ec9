package dev.flywheel.training.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.evaluation.Evaluation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartEvaluatorTest {

    @TempDir private Path home;

    @Test
    void givesTheSameWithAnyNumberOfThreads() {
        assertThat(metrics(4)).isEqualTo(metrics(1));
    }

    @Test
    void showsTheListsInTheirOrder() {
        List<Double> seen = new ArrayList<>();

        try (SnapshotDatabase snapshot = open()) {
            new PartEvaluator(snapshot, Selection.of(Part.TEST), Task.CLASSIFICATION, 4, () -> {})
                    .evaluate(
                            contestants(),
                            (list, margins) -> {
                                assertThat(margins).hasSize(20);
                                seen.add(list.candidates().getFirst().features().number(0));
                            });
        }

        assertThat(seen).hasSize(300).isSorted();
    }

    /// Five clicks a period, each with the item that was clicked and four that were not.
    @Test
    void ranksEntitiesByTheirHighestScoreOfAPeriod() {
        Selection byItem =
                Selection.of(Part.TEST).by(new Selection.By("item_id", Duration.ofMinutes(5)));
        Metric precision = Objects.requireNonNull(Metric.parse("precision@4"));

        try (SnapshotDatabase snapshot = open()) {
            Map<String, Evaluation> evaluations =
                    new PartEvaluator(snapshot, byItem, Task.CLASSIFICATION, 2, () -> {})
                            .evaluate(contestants(), PartEvaluator.Audience.NONE);

            Evaluation rule = Objects.requireNonNull(evaluations.get("rule"));
            assertThat(rule.periods()).hasSize(60).allMatch(period -> period.size() <= 20);
            assertThat(rule.value(precision)).isGreaterThan(0.7);
            // It tells nobody from another: any four have the period's share of positives.
            double share =
                    rule.periods().stream()
                            .mapToDouble(period -> (double) period.ranks().length / period.size())
                            .average()
                            .orElseThrow();
            assertThat(Objects.requireNonNull(evaluations.get("majority")).value(precision))
                    .isCloseTo(share, within(1e-12))
                    .isLessThan(0.4);
        }
    }

    @Test
    void letsTheMajorityBaselineKnowNothing() {
        Map<String, Double> majority = metrics(2).get("majority");

        assertThat(majority)
                .containsEntry("auc", 0.5)
                .containsEntry("gauc", 0.5)
                .containsEntry("accuracy", 0.8)
                .containsEntry("hit_rate@10", 0.0);
        assertThat(Objects.requireNonNull(majority).get("log_loss"))
                .isCloseTo(-(0.2 * Math.log(0.2) + 0.8 * Math.log(0.8)), within(1e-9));
    }

    @Test
    void ranksByPopularity() {
        Contestant popularity = Contestant.popularity(Map.of("I3", 90L, "I4", 10L), 4, 20);
        List<Double> best = new ArrayList<>();

        try (SnapshotDatabase snapshot = open()) {
            new PartEvaluator(snapshot, Selection.of(Part.TEST), Task.CLASSIFICATION, 1, () -> {})
                    .evaluate(
                            Map.of("popularity", popularity),
                            (list, margins) -> {
                                for (int i = 0; i < margins.length; i++) {
                                    if ("I3".equals(list.candidates().get(i).candidate())) {
                                        best.add(margins[i]);
                                    } else {
                                        assertThat(margins[i]).isLessThan(margins[indexOf3(list)]);
                                    }
                                }
                            });
        }

        assertThat(best).hasSize(300);
    }

    @Test
    void stopsWhereItIsToldTo() {
        try (SnapshotDatabase snapshot = open()) {
            PartEvaluator evaluator =
                    new PartEvaluator(
                            snapshot,
                            Selection.of(Part.TEST),
                            Task.CLASSIFICATION,
                            2,
                            () -> {
                                throw new CancellationException();
                            });

            assertThatThrownBy(() -> evaluator.evaluate(contestants(), PartEvaluator.Audience.NONE))
                    .isInstanceOf(CancellationException.class);
        }
    }

    private static int indexOf3(EvaluationList list) {
        return list.candidates().stream().map(row -> row.candidate()).toList().indexOf("I3");
    }

    private Map<String, Map<String, Double>> metrics(int threads) {
        try (SnapshotDatabase snapshot = open()) {
            Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
            Map<String, Evaluation> evaluations =
                    new PartEvaluator(
                                    snapshot,
                                    Selection.of(Part.TEST),
                                    Task.CLASSIFICATION,
                                    threads,
                                    () -> {})
                            .evaluate(contestants(), PartEvaluator.Audience.NONE);
            evaluations.forEach((name, evaluation) -> metrics.put(name, evaluation.metrics()));
            return metrics;
        }
    }

    /// One that knows the rule of the shop, and one that knows nothing.
    private static Map<String, Contestant> contestants() {
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        contestants.put(
                "rule",
                () ->
                        row -> {
                            String last = Objects.requireNonNull(row.features().category(1));
                            int next = (Integer.parseInt(last.substring(1)) + 1) % 20;
                            return ("I" + next).equals(row.candidate()) ? 2 : -2;
                        });
        contestants.put("majority", Contestant.majority(0.2));
        return contestants;
    }

    private SnapshotDatabase open() {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        return new SnapshotFiles(artifacts, home.resolve("copies"))
                .open(SnapshotFixtures.write(SnapshotFixtures.aShop(), "s", artifacts));
    }
}
