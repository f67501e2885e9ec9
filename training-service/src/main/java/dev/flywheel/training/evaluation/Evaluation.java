package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one model or baseline achieved on a part of the data: its scored rows, its ranked lists and
/// its ranked periods.
///
/// Two evaluations of the same part hold the same rows, lists and periods at the same positions, so
/// they can be compared pairwise.
///
/// @param periods of each the entities, ranked by their highest scores
public record Evaluation(MeasuredRows rows, List<RankedList> lists, List<RankedList> periods) {

    private static final List<Integer> CUTOFFS = List.of(5, 10, 20);
    private static final List<Integer> PERIOD_CUTOFFS = List.of(10, 50, 100);

    public Evaluation {
        lists = List.copyOf(lists);
        periods = List.copyOf(periods);
    }

    public Evaluation(MeasuredRows rows, List<RankedList> lists) {
        this(rows, lists, List.of());
    }

    /// The same under another decision, where there is anything to decide.
    public Evaluation deciding(Decision decision) {
        return switch (rows) {
            case ScoredRows scored -> new Evaluation(scored.deciding(decision), lists, periods);
            case PredictedRows _ -> this;
        };
    }

    /// Every metric that is defined here, by name.
    public Map<String, Double> metrics() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric metric : known()) {
            double value = value(metric);
            if (!Double.isNaN(value)) {
                values.put(metric.word(), value);
            }
        }
        return values;
    }

    /// A metric's value; NaN where it is not defined, such as precision without a positive answer.
    public double value(Metric metric) {
        return switch (metric.kind().over()) {
            case ROWS -> rows.size() == 0 ? Double.NaN : rows.value(metric);
            case LISTS, PERIODS ->
                    ranked(metric).stream()
                            .mapToDouble(list -> list.value(metric))
                            .filter(value -> !Double.isNaN(value))
                            .average()
                            .orElse(Double.NaN);
        };
    }

    /// How many rows, lists or periods that metric is measured on.
    public int size(Metric metric) {
        return switch (metric.kind().over()) {
            case ROWS -> rows.size();
            case LISTS, PERIODS -> ranked(metric).size();
        };
    }

    /// The metric as a function of how often each row, list or period counts.
    public Resampled resampled(Metric metric) {
        return switch (metric.kind().over()) {
            case ROWS -> times -> rows.value(metric, times);
            case LISTS, PERIODS ->
                    resampled(
                            ranked(metric).stream()
                                    .mapToDouble(list -> list.value(metric))
                                    .toArray());
        };
    }

    private static Resampled resampled(double[] values) {
        return times -> {
            double sum = 0;
            long count = 0;
            for (int i = 0; i < values.length; i++) {
                if (!Double.isNaN(values[i])) {
                    sum += times[i] * values[i];
                    count += times[i];
                }
            }
            return sum / count;
        };
    }

    /// A metric on a sample with replacement, told as how often each row, list or period was drawn.
    @FunctionalInterface
    public interface Resampled {
        double value(int[] times);
    }

    private List<RankedList> ranked(Metric metric) {
        return metric.kind().over() == Metric.Over.PERIODS ? periods : lists;
    }

    private static List<Metric> known() {
        List<Metric> all = new ArrayList<>();
        for (Metric.Kind kind : Metric.Kind.values()) {
            if (kind.ranks()) {
                boolean periods = kind.over() == Metric.Over.PERIODS;
                (periods ? PERIOD_CUTOFFS : CUTOFFS).forEach(k -> all.add(new Metric(kind, k)));
            } else {
                all.add(new Metric(kind, null));
            }
        }
        return all;
    }
}
