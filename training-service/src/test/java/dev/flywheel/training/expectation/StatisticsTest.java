package dev.flywheel.training.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every statistic against the same figure computed here from the rows, by its formula.
class StatisticsTest {

    private static final int PRICE = 3;
    private static final int ITEM = 2;

    @TempDir private Path home;

    private final List<LabelledRow> rows = new ArrayList<>();

    @BeforeEach
    void readRows() {
        try (SnapshotDatabase snapshot = open()) {
            snapshot.eachRow(Selection.of(Part.values()), rows::add);
        }
    }

    @ParameterizedTest
    @EnumSource(Aggregate.class)
    void computesWhatItsNameSaysOfNumbers(Aggregate aggregate) {
        double expected = of(aggregate, List.copyOf(prices()), rows.size());

        assertThat(value(new Statistic.Of(aggregate, "item_price")))
                .isCloseTo(expected, within(1e-9 * Math.abs(expected) + 1e-9));
    }

    @ParameterizedTest
    @EnumSource(
            value = Aggregate.class,
            names = {"MISSING_SHARE", "DISTINCT", "DISTINCT_SHARE", "TOP_SHARE", "ENTROPY"})
    void computesWhatItsNameSaysOfTexts(Aggregate aggregate) {
        List<Object> items =
                rows.stream().<Object>map(row -> row.features().category(ITEM)).toList();

        assertThat(value(new Statistic.Of(aggregate, "item_id")))
                .isCloseTo(of(aggregate, items, rows.size()), within(1e-9));
    }

    @Test
    void computesQuantilesCorrelationsAndTheLabelRate() {
        List<Double> sorted = new ArrayList<>(prices());
        Collections.sort(sorted);

        assertThat(value(new Statistic.Quantile("item_price", 0))).isEqualTo(sorted.getFirst());
        assertThat(value(new Statistic.Quantile("item_price", 1))).isEqualTo(sorted.getLast());
        assertThat(value(new Statistic.Quantile("item_price", 0.5))).isEqualTo(middle(sorted));
        assertThat(value(new Statistic.LabelRate())).isCloseTo(0.2, within(1e-12));
        assertThat(value(new Statistic.Correlation("item_price", "label")))
                .isCloseTo(correlation(), within(1e-9));
        assertThat(value(new Statistic.Correlation("item_price", "item_price")))
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void countsRowsThatRepeatAnother() {
        assertThat(value(new Statistic.Duplicates(List.of("event_id", "candidate", "label"))))
                .isLessThan(value(new Statistic.Duplicates(List.of("event_id"))));
        assertThat(value(new Statistic.Duplicates(List.of("event_id")))).isEqualTo(100 * 4);
        // One more for the price that is missing.
        long prices = prices().stream().distinct().count() + 1;
        assertThat(value(new Statistic.Duplicates(List.of("item_price"))))
                .isEqualTo(rows.size() - prices);
    }

    private static double of(Aggregate aggregate, List<Object> values, int rows) {
        Map<Object, Long> counts =
                values.stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        double n = values.size();
        return switch (aggregate) {
            case MISSING_SHARE -> (rows - n) / rows;
            case DISTINCT -> counts.size();
            case DISTINCT_SHARE -> counts.size() / n;
            case TOP_SHARE -> Collections.max(counts.values()) / n;
            case ENTROPY ->
                    -counts.values().stream()
                            .mapToDouble(count -> count / n * Math.log(count / n) / Math.log(2))
                            .sum();
            case MIN, MAX, SUM, MEAN, MEDIAN, STDDEV, SKEWNESS, KURTOSIS ->
                    ofNumbers(aggregate, values.stream().mapToDouble(v -> (Double) v).toArray());
        };
    }

    private static double ofNumbers(Aggregate aggregate, double[] values) {
        double n = values.length;
        double mean = Arrays.stream(values).sum() / n;
        double s = Math.sqrt(moment(values, mean, 2) / (n - 1));
        return switch (aggregate) {
            case MIN -> Arrays.stream(values).min().orElseThrow();
            case MAX -> Arrays.stream(values).max().orElseThrow();
            case SUM -> Arrays.stream(values).sum();
            case MEAN -> mean;
            case MEDIAN -> middle(Arrays.stream(values).sorted().boxed().toList());
            case STDDEV -> s;
            case SKEWNESS -> n / ((n - 1) * (n - 2)) * moment(values, mean, 3) / Math.pow(s, 3);
            case KURTOSIS ->
                    n
                                    * (n + 1)
                                    / ((n - 1) * (n - 2) * (n - 3))
                                    * moment(values, mean, 4)
                                    / Math.pow(s, 4)
                            - 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
            case MISSING_SHARE, DISTINCT, DISTINCT_SHARE, TOP_SHARE, ENTROPY ->
                    throw new IllegalArgumentException(aggregate.word());
        };
    }

    private static double moment(double[] values, double mean, int power) {
        return Arrays.stream(values).map(value -> Math.pow(value - mean, power)).sum();
    }

    private static double middle(List<Double> sorted) {
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }

    private double correlation() {
        List<LabelledRow> priced =
                rows.stream().filter(row -> !Double.isNaN(row.features().number(PRICE))).toList();
        double[] x = priced.stream().mapToDouble(row -> row.features().number(PRICE)).toArray();
        double[] y = priced.stream().mapToDouble(row -> row.positive() ? 1 : 0).toArray();
        double meanX = Arrays.stream(x).sum() / x.length;
        double meanY = Arrays.stream(y).sum() / y.length;
        double both = 0;
        for (int i = 0; i < x.length; i++) {
            both += (x[i] - meanX) * (y[i] - meanY);
        }
        return both / Math.sqrt(moment(x, meanX, 2) * moment(y, meanY, 2));
    }

    private List<Double> prices() {
        return rows.stream()
                .map(row -> row.features().number(PRICE))
                .filter(price -> !price.isNaN())
                .toList();
    }

    private double value(Statistic statistic) {
        try (SnapshotDatabase snapshot = open()) {
            Object value = snapshot.values(List.of(CheckSql.of(statistic))).getFirst();
            return ((Number) Objects.requireNonNull(value)).doubleValue();
        }
    }

    private SnapshotDatabase open() {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        SnapshotFixtures.Shop shop = SnapshotFixtures.aShop().withEvents(100).withoutPrices(5);
        return new SnapshotFiles(artifacts, home.resolve("copies"))
                .open(SnapshotFixtures.write(shop, "s", artifacts));
    }
}
