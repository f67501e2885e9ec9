package dev.flywheel.model.encoding;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Learns a [FeatureEncoder] from training rows, in one pass: feed it every row, then fit.
///
/// The outcome depends on the rows and their order only. Numbers are standardised; a column without
/// negative values whose skewness exceeds 1 takes the logarithm first. A category keeps its 100,000
/// most frequent values.
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
            keepsValues = column.clip() != null || column.missing() == Column.Missing.MEDIAN;
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
            Double low = null;
            Double high = null;
            Doubles sorted = values.sorted();
            if (column.clip() != null && sorted.size() > 0) {
                low = sorted.quantile(column.clip().low());
                high = sorted.quantile(column.clip().high());
                recount(low, high);
            }
            if (column.scale() == Column.Scale.NONE) {
                return raw(column, low, high, sorted);
            }
            boolean log = raw.min() >= 0 && raw.skewness() > SKEWED;
            Moments moments = log ? logged : raw;
            FittedColumn.Numeric fitted =
                    new FittedColumn.Numeric(
                            column.name(),
                            log ? FittedColumn.Transform.LOG1P : FittedColumn.Transform.NONE,
                            low,
                            high,
                            moments.mean(),
                            moments.deviation(),
                            0,
                            missing);
            return withMissing(fitted, column.missing(), sorted);
        }

        private FittedColumn.Raw raw(
                Column column, @Nullable Double low, @Nullable Double high, Doubles sorted) {
            Double standIn =
                    switch (column.missing()) {
                        case ABSENT -> null;
                        case ZERO -> Double.valueOf(0);
                        case MEAN -> raw.mean();
                        case MEDIAN -> sorted.size() == 0 ? 0 : sorted.quantile(0.5);
                    };
            return new FittedColumn.Raw(
                    column.name(), low, high, standIn, standIn != null && missing);
        }

        private static FittedColumn.Numeric withMissing(
                FittedColumn.Numeric fitted, Column.Missing policy, Doubles sorted) {
            double standIn =
                    switch (policy) {
                        case MEAN -> 0;
                        case MEDIAN -> sorted.size() == 0 ? 0 : fitted.encode(sorted.quantile(0.5));
                        case ZERO, ABSENT -> fitted.encode(0);
                    };
            return new FittedColumn.Numeric(
                    fitted.name(),
                    fitted.transform(),
                    fitted.low(),
                    fitted.high(),
                    fitted.mean(),
                    fitted.sd(),
                    standIn,
                    fitted.marksMissing());
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
        private boolean missing;

        void add(@Nullable String value) {
            if (value == null) {
                missing = true;
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
            List<String> vocabulary =
                    counts.entrySet().stream()
                            .sorted(mostFrequent)
                            .limit(MAX_VOCABULARY)
                            .map(Map.Entry::getKey)
                            .sorted()
                            .toList();
            return new FittedColumn.Categorical(column.name(), vocabulary, missing);
        }
    }
}
