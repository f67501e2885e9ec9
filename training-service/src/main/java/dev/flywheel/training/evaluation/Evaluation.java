package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one model or baseline achieved on a part of the data: its scored rows and its ranked lists.
///
/// Two evaluations of the same part hold the same rows and lists at the same positions, so they can
/// be compared pairwise.
public record Evaluation(ScoredRows rows, List<RankedList> lists) {

    private static final List<Integer> CUTOFFS = List.of(5, 10, 20);

    public Evaluation {
        lists = List.copyOf(lists);
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
        if (!ofLists(metric)) {
            return rows.size() == 0 ? Double.NaN : rows.value(metric);
        }
        return lists.stream()
                .mapToDouble(list -> list.value(metric))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /// How many rows or lists that metric is measured on.
    public int size(Metric metric) {
        return ofLists(metric) ? lists.size() : rows.size();
    }

    /// The metric as a function of how often each row or list counts.
    public Resampled resampled(Metric metric) {
        if (!ofLists(metric)) {
            return times -> rows.value(metric, times);
        }
        double[] values = lists.stream().mapToDouble(list -> list.value(metric)).toArray();
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

    /// A metric on a sample with replacement, told as how often each row or list was drawn.
    @FunctionalInterface
    public interface Resampled {
        double value(int[] times);
    }

    /// Whether a metric is measured on evaluation lists, or else on rows.
    public static boolean ofLists(Metric metric) {
        return switch (metric.kind()) {
            case NDCG, MRR, HIT_RATE, MAP, GAUC -> true;
            case AUC, AVERAGE_PRECISION, LOG_LOSS, ACCURACY, PRECISION, RECALL, F1 -> false;
        };
    }

    private static List<Metric> known() {
        List<Metric> all = new ArrayList<>();
        for (Metric.Kind kind : Metric.Kind.values()) {
            if (kind.ranks()) {
                CUTOFFS.forEach(k -> all.add(new Metric(kind, k)));
            } else {
                all.add(new Metric(kind, null));
            }
        }
        return all;
    }
}
