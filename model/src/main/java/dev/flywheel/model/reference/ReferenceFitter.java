package dev.flywheel.model.reference;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Builds a [Reference] from scored rows, in one pass and bounded memory: feed it every row that
/// the model would serve, then fit.
///
/// It keeps a uniform sample of at most 100,000 rows by Vitter's algorithm R ("Random Sampling with
/// a Reservoir", 1985) under a fixed seed, so the same rows in the same order give the same
/// reference.
public final class ReferenceFitter {

    private static final int CAPACITY = 100_000;

    private final List<Column> columns;
    private final SplittableRandom random = new SplittableRandom(1985);
    private final List<Scored> sample = new ArrayList<>();
    private final Map<Integer, Map<String, Long>> categories = new HashMap<>();
    private long rows;

    public ReferenceFitter(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public void add(FeatureRow row, double score) {
        Scored scored = copy(row, score);
        rows++;
        if (sample.size() < CAPACITY) {
            sample.add(scored);
            return;
        }
        long seat = random.nextLong(rows);
        if (seat < CAPACITY) {
            sample.set((int) seat, scored);
        }
    }

    public Reference fit() {
        Map<String, Profile> profiles = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            Bins bins = bins(column);
            Counts counts = new Counts(bins);
            sample.forEach(row -> counts.add(row.value(columns.get(column).type(), column)));
            profiles.put(columns.get(column).name(), counts.profile());
        }
        Counts scores =
                new Counts(
                        NumericBins.ofQuantiles(
                                sample.stream().mapToDouble(Scored::score).toArray()));
        sample.forEach(row -> scores.add(row.score()));
        return new Reference(rows, sample.size(), profiles, scores.profile());
    }

    private Bins bins(int column) {
        return switch (columns.get(column).type()) {
            case NUMERIC ->
                    NumericBins.ofQuantiles(
                            sample.stream().mapToDouble(row -> row.numbers()[column]).toArray());
            case CATEGORICAL -> CategoricalBins.of(categories.getOrDefault(column, Map.of()));
        };
    }

    private Scored copy(FeatureRow row, double score) {
        double[] numbers = new double[columns.size()];
        @Nullable String[] texts = new @Nullable String[columns.size()];
        for (int i = 0; i < numbers.length; i++) {
            switch (columns.get(i).type()) {
                case NUMERIC -> numbers[i] = row.number(i);
                case CATEGORICAL -> {
                    String category = row.category(i);
                    texts[i] = category;
                    if (category != null) {
                        categories
                                .computeIfAbsent(i, _ -> new HashMap<>())
                                .merge(category, 1L, Long::sum);
                    }
                }
            }
        }
        return new Scored(numbers, texts, score);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Scored(double[] numbers, @Nullable String[] texts, double score) {

        @Nullable Object value(Column.Type type, int column) {
            return switch (type) {
                case NUMERIC -> numbers[column];
                case CATEGORICAL -> texts[column];
            };
        }
    }
}
