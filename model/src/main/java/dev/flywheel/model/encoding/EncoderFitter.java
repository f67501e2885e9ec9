package dev.flywheel.model.encoding;

import dev.flywheel.model.encoding.Column.Missing;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Learns a [FeatureEncoder] from training rows, in one pass: feed it every row, then fit.
///
/// The outcome depends on the rows and their order only. Numbers are scaled as their column says;
/// by itself a column without negative values whose skewness exceeds 1 takes the logarithm first. A
/// category keeps its 100,000 most frequent values.
public final class EncoderFitter {

    private static final int MAX_VOCABULARY = 100_000;
    private static final double SKEWED = 1;

    private final List<Column> columns;
    private final List<Seen> seen;

    public EncoderFitter(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.seen = this.columns.stream().map(EncoderFitter::seen).toList();
    }

    public void add(FeatureRow row) {
        for (int i = 0; i < seen.size(); i++) {
            switch (seen.get(i)) {
                case Numbers numbers -> numbers.add(row.number(i));
                case Categories categories -> categories.add(row.category(i));
            }
        }
    }

    public FeatureEncoder fit() {
        return new FeatureEncoder(
                IntStream.range(0, columns.size())
                        .mapToObj(i -> seen.get(i).fit(columns.get(i)))
                        .toList());
    }

    private static Seen seen(Column column) {
        return switch (column.type()) {
            case NUMERIC -> new Numbers(column);
            case CATEGORICAL -> new Categories();
        };
    }

    private sealed interface Seen {
        FittedColumn fit(Column column);
    }

    private static final class Numbers implements Seen {

        private final boolean keepsValues;
        private final Moments raw = new Moments();
        private final Moments logged = new Moments();
        private final Doubles values = new Doubles();
        private boolean missing;

        Numbers(Column column) {
            keepsValues = column.clip() != null || column.missing() instanceof Missing.Median;
        }

        void add(double value) {
            if (Double.isNaN(value)) {
                missing = true;
                return;
            }
            if (keepsValues) {
                values.add(value);
            }
            count(value);
        }

        @Override
        public FittedColumn fit(Column column) {
            Doubles sorted = values.sorted();
            Column.Clip.Bounds clip = bounds(column.clip(), sorted);
            if (clip != null) {
                recount(clip.low(), clip.high());
            }
            boolean marks = missing && column.missing() instanceof Missing.Indicated;
            Double standIn = standIn(column.missing(), sorted);
            Double low = clip == null ? null : Double.valueOf(clip.low());
            Double high = clip == null ? null : Double.valueOf(clip.high());
            if (column.scale() == Column.Scale.NONE) {
                return new FittedColumn.Raw(column.name(), low, high, standIn, marks);
            }
            FittedColumn.Numeric fitted = scaled(column, low, high, marks);
            boolean mean =
                    column.missing() instanceof Missing.Indicated
                            && column.scale() != Column.Scale.MINMAX;
            return standIn == null || mean ? fitted : fitted.withMissing(fitted.encode(standIn));
        }

        /// What is missing counts as 0 here, which is the mean of what is centred.
        private FittedColumn.Numeric scaled(
                Column column, @Nullable Double low, @Nullable Double high, boolean marks) {
            boolean log =
                    switch (column.scale()) {
                        case AUTO -> raw.min() >= 0 && raw.skewness() > SKEWED;
                        case LOG -> true;
                        case STANDARD, MINMAX, NONE -> false;
                    };
            if (column.scale() == Column.Scale.MINMAX && raw.min() <= raw.max()) {
                return new FittedColumn.Numeric(
                        column.name(),
                        FittedColumn.Transform.NONE,
                        raw.min(),
                        raw.max(),
                        raw.min(),
                        raw.max() - raw.min(),
                        0,
                        marks);
            }
            Moments moments = log ? logged : raw;
            return new FittedColumn.Numeric(
                    column.name(),
                    log ? FittedColumn.Transform.LOG1P : FittedColumn.Transform.NONE,
                    low,
                    high,
                    moments.mean(),
                    moments.deviation(),
                    0,
                    marks);
        }

        private @Nullable Double standIn(Missing policy, Doubles sorted) {
            return switch (policy) {
                case Missing.Absent() -> null;
                case Missing.Value(double value) -> value;
                case Missing.Median() ->
                        sorted.size() == 0 ? 0 : Double.valueOf(sorted.quantile(0.5));
                case Missing.Indicated(),
                        Missing.Mean(),
                        Missing.MostFrequent(),
                        Missing.Category(String _) ->
                        Double.valueOf(raw.mean());
            };
        }

        private static Column.Clip.@Nullable Bounds bounds(
                Column.@Nullable Clip clip, Doubles sorted) {
            return switch (clip) {
                case null -> null;
                case Column.Clip.Bounds bounds -> bounds;
                case Column.Clip.Quantiles(double low, double high) ->
                        sorted.size() == 0
                                ? null
                                : new Column.Clip.Bounds(
                                        sorted.quantile(low), sorted.quantile(high));
            };
        }

        private void recount(double low, double high) {
            raw.clear();
            logged.clear();
            for (int i = 0; i < values.size(); i++) {
                count(Math.clamp(values.get(i), low, high));
            }
        }

        private void count(double value) {
            raw.add(value);
            logged.add(FittedColumn.Transform.LOG1P.apply(value));
        }
    }

    private static final class Categories implements Seen {

        private final Map<String, Long> counts = new HashMap<>();
        private long missing;

        void add(@Nullable String value) {
            if (value == null) {
                missing++;
                return;
            }
            counts.merge(value, 1L, Long::sum);
        }

        @Override
        public FittedColumn fit(Column column) {
            Comparator<Map.Entry<String, Long>> mostFrequent =
                    Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey());
            String standIn =
                    switch (column.missing()) {
                        case Missing.Category(String value) -> value;
                        case Missing.MostFrequent() ->
                                counts.entrySet().stream()
                                        .min(mostFrequent)
                                        .map(Map.Entry::getKey)
                                        .orElse(null);
                        case Missing.Indicated(),
                                Missing.Absent(),
                                Missing.Mean(),
                                Missing.Median(),
                                Missing.Value(double _) ->
                                null;
                    };
            if (standIn != null && missing > 0) {
                counts.merge(standIn, missing, Long::sum);
            }
            boolean marks = standIn == null && missing > 0;
            if (column.buckets() > 0) {
                return new FittedColumn.Hashed(column.name(), column.buckets(), standIn, marks);
            }
            List<String> vocabulary =
                    counts.entrySet().stream()
                            .sorted(mostFrequent)
                            .limit(MAX_VOCABULARY)
                            .map(Map.Entry::getKey)
                            .sorted()
                            .toList();
            return new FittedColumn.Categorical(column.name(), vocabulary, standIn, marks);
        }
    }
}
