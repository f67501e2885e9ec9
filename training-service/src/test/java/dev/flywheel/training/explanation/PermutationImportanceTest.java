package dev.flywheel.training.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.FeatureImportance.Loss;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.evaluation.Decision;
import dev.flywheel.training.scoring.Contestant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationImportanceTest {

    private static final long SEED = 7;

    private static final List<Column> COLUMNS =
            List.of(
                    Column.categorical("last"),
                    Column.categorical("item"),
                    Column.numeric("noise"),
                    Column.numeric("helpful"));

    /// Knows that the item after the last one is next, and believes a little in `helpful`.
    private static final Contestant RULE =
            () ->
                    row -> {
                        FeatureRow features = row.features();
                        int last = Integer.parseInt(text(features, 0));
                        boolean next = text(features, 1).equals(String.valueOf((last + 1) % 10));
                        return (next ? 2 : -2) + features.number(3) / 10;
                    };

    @Test
    void tellsWhichFeaturesAModelOfListsNeeds() {
        FeatureImportance importance = of("ndcg@3", RULE, 1);

        assertThat(importance.score()).isEqualTo(1);
        assertThat(importance.lists()).isEqualTo(60);
        assertThat(importance.rows()).isEqualTo(600);
        Map<String, Double> losses = losses(importance);
        assertThat(losses.get("last")).isGreaterThan(0.15);
        assertThat(losses.get("item")).isGreaterThan(0.15);
        assertThat(losses).containsEntry("noise", 0.0);
        assertThat(importance.features().getFirst().loss())
                .isGreaterThanOrEqualTo(importance.features().get(1).loss());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auc", "log_loss", "average_precision", "accuracy", "f1"})
    void isAboveZeroWhereTheMetricGetsWorseWhicheverWayItCounts(String metric) {
        Map<String, Double> losses = losses(of(metric, RULE, 1));

        assertThat(losses.get("item")).isGreaterThan(0.01);
        assertThat(losses).containsEntry("noise", 0.0);
    }

    @Test
    void doesNotDependOnHowManyThreadsThereAre() {
        assertThat(of("ndcg@3", RULE, 4)).isEqualTo(of("ndcg@3", RULE, 1));
    }

    /// Among candidates of one list, one that all share would otherwise tell them apart.
    @Test
    void movesWhatAListSharesAsAWhole() {
        Contestant byLast = () -> row -> Integer.parseInt(text(row.features(), 0));

        assertThat(losses(of("ndcg@3", byLast, 1))).containsEntry("last", 0.0);
    }

    @Test
    void isTheDifferenceThatAPermutationMakes() {
        List<List<LabelledRow>> groups = groups();
        Measure measure = measure("log_loss");
        Sample sample = new Sample(Metric.Over.ROWS, 10_000, SEED);
        groups.forEach(list -> list.forEach(row -> sample.see(row, 0)));
        List<LabelledRow> rows = sample.groups().stream().flatMap(List::stream).toList();
        SplittableRandom random = new SplittableRandom(SEED + 1);
        double sum = 0;
        for (int i = 0; i < PermutationImportance.REPEATS; i++) {
            List<LabelledRow> permuted = Permutation.of(1, sample.groups(), random).apply(1, rows);
            sum += measure.of(sample.groups(), margins(permuted));
        }

        FeatureImportance importance = of("log_loss", RULE, 1);

        double expected =
                sum / PermutationImportance.REPEATS - measure.of(sample.groups(), margins(rows));
        assertThat(losses(importance).get("item")).isCloseTo(expected, within(1e-12));
    }

    @Test
    void isNoneWhereTheMetricIsNotDefined() {
        assertThat(
                        new PermutationImportance(RULE, COLUMNS, measure("auc"), SEED)
                                .of(new Sample(Metric.Over.ROWS, 10, SEED), "test", 1))
                .isNull();
    }

    @Test
    void keepsAsManyRowsOfListsAsItMay() {
        Sample sample = new Sample(Metric.Over.LISTS, 55, SEED);

        groups().forEach(list -> sample.see(new EvaluationList(list), new double[10]));

        assertThat(sample.groups()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void givesEveryValueToExactlyOneRow() {
        List<List<LabelledRow>> rows =
                groups().stream().flatMap(List::stream).map(List::of).toList();
        List<LabelledRow> flat = rows.stream().map(List::getFirst).toList();

        List<LabelledRow> permuted =
                Permutation.of(2, rows, new SplittableRandom(SEED)).apply(2, flat);

        assertThat(numbers(permuted)).isNotEqualTo(numbers(flat));
        assertThat(numbers(permuted)).containsExactlyInAnyOrderElementsOf(numbers(flat));
        assertThat(permuted)
                .extracting(row -> row.features().category(1))
                .isEqualTo(flat.stream().map(row -> row.features().category(1)).toList());
    }

    private static List<Double> numbers(List<LabelledRow> rows) {
        return rows.stream().map(row -> row.features().number(2)).toList();
    }

    private static FeatureImportance of(String metric, Contestant model, int threads) {
        Measure measure = measure(metric);
        Sample sample = new Sample(measure.metric().kind().over(), 10_000, SEED);
        for (List<LabelledRow> list : groups()) {
            list.forEach(row -> sample.see(row, 0));
            sample.see(new EvaluationList(list), new double[list.size()]);
        }
        return Objects.requireNonNull(
                new PermutationImportance(model, COLUMNS, measure, SEED)
                        .of(sample, "test", threads));
    }

    private static Measure measure(String metric) {
        return new Measure(
                Task.CLASSIFICATION, Objects.requireNonNull(Metric.parse(metric)), Decision.EVEN);
    }

    private static Map<String, Double> losses(FeatureImportance importance) {
        return importance.features().stream().collect(Collectors.toMap(Loss::feature, Loss::loss));
    }

    private static double[] margins(List<LabelledRow> rows) {
        return rows.stream().mapToDouble(RULE.margins()).toArray();
    }

    /// 60 lists of ten items, of which the one after the last is the positive.
    private static List<List<LabelledRow>> groups() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<List<LabelledRow>> lists = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int last = random.nextInt(10);
            List<LabelledRow> list = new ArrayList<>();
            for (int item = 0; item < 10; item++) {
                boolean positive = item == (last + 1) % 10;
                @Nullable String[] categories = {
                    String.valueOf(last), String.valueOf(item), null, null
                };
                double[] numbers = {0, 0, random.nextDouble(), positive ? 1 : random.nextDouble()};
                list.add(
                        new LabelledRow(
                                FeatureRow.of(numbers, categories),
                                String.valueOf(item),
                                positive ? 1 : 0,
                                1,
                                null,
                                0));
            }
            lists.add(list);
        }
        return lists;
    }

    private static String text(FeatureRow row, int column) {
        return Objects.requireNonNull(row.category(column));
    }
}
