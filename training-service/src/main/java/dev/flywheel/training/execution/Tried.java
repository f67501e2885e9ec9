package dev.flywheel.training.execution;

import dev.flywheel.pipeline.spec.Evaluation.Cost;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.training.evaluation.Decision;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.ScoredRows;
import dev.flywheel.training.run.Findings.CandidateReport;
import dev.flywheel.training.trainer.Trainers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.jspecify.annotations.Nullable;

/// A candidate and how it did on each fold.
final class Tried {

    private final Candidate candidate;
    private final Metric by;
    private final List<Evaluation> folds = new ArrayList<>();
    private double seconds;

    /// @param by the metric that chooses
    Tried(Candidate candidate, Metric by) {
        this.candidate = candidate;
        this.by = by;
    }

    /// Adds how it did on the next fold.
    ///
    /// @param trained the seconds that training took
    void add(Evaluation evaluation, double trained) {
        folds.add(evaluation);
        seconds += trained;
    }

    /// Where wrong answers cost something, all folds decide by one threshold, as only one can be
    /// served: the median of those that cost least on each. On all rows together, one fold with
    /// wrong probabilities would move it for all.
    CandidateReport report(@Nullable Cost cost) {
        Decision decision = cost == null ? null : cheapest(cost);
        List<Map<String, Double>> each =
                folds.stream().map(fold -> metrics(decided(fold, decision))).toList();
        Map<String, Double> means = new LinkedHashMap<>();
        Map<String, Double> deviations = new LinkedHashMap<>();
        for (String metric : names(each)) {
            double[] values =
                    each.stream()
                            .mapToDouble(fold -> fold.getOrDefault(metric, Double.NaN))
                            .filter(value -> !Double.isNaN(value))
                            .toArray();
            double mean = Arrays.stream(values).sum() / values.length;
            means.put(metric, mean);
            if (values.length > 1) {
                deviations.put(metric, deviation(values, mean));
            }
        }
        return new CandidateReport(
                candidate.trainer().word(),
                Trainers.hyperparameters(candidate),
                means,
                deviations,
                folds.size() > 1 ? each : List.of(),
                decision == null ? null : Double.valueOf(decision.threshold()),
                seconds);
    }

    /// What to tell of it.
    String words(CandidateReport report) {
        String metric = by.word();
        String where =
                report.folds().isEmpty()
                        ? "on the validation part"
                        : "± %s over %d folds (%s)"
                                .formatted(
                                        value(report.spread(), metric),
                                        report.folds().size(),
                                        report.folds().stream()
                                                .map(fold -> value(fold, metric))
                                                .collect(Collectors.joining(", ")));
        return "%s reached %s %s %s, trained in %.1f s"
                .formatted(name(), metric, value(report.validation(), metric), where, seconds);
    }

    private String name() {
        String trainer = candidate.trainer().word();
        return candidate.hyperparameters().isEmpty()
                ? trainer
                : trainer + " " + candidate.hyperparameters();
    }

    private static String value(Map<String, Double> metrics, String metric) {
        return "%.4f".formatted(metrics.getOrDefault(metric, Double.NaN));
    }

    private static double deviation(double[] values, double mean) {
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /// Null where nothing is scored. Where no fold has both labels, by what the cost says.
    private @Nullable Decision cheapest(Cost cost) {
        List<ScoredRows> rows = new ArrayList<>();
        for (Evaluation fold : folds) {
            if (fold.rows() instanceof ScoredRows scored) {
                rows.add(scored);
            }
        }
        if (rows.isEmpty()) {
            return null;
        }
        double[] thresholds =
                rows.stream()
                        .filter(ScoredRows::hasBothLabels)
                        .mapToDouble(scored -> scored.cheapest(cost).threshold())
                        .toArray();
        return thresholds.length == 0
                ? Decision.of(cost)
                : new Decision(new Median().evaluate(thresholds), cost);
    }

    private static Evaluation decided(Evaluation fold, @Nullable Decision decision) {
        return decision == null ? fold : fold.deciding(decision);
    }

    private Map<String, Double> metrics(Evaluation evaluation) {
        Map<String, Double> metrics = new LinkedHashMap<>(evaluation.metrics());
        double chosenBy = evaluation.value(by);
        if (!Double.isNaN(chosenBy)) {
            metrics.put(by.word(), chosenBy);
        }
        return metrics;
    }

    private static Iterable<String> names(List<Map<String, Double>> folds) {
        TreeSet<String> names = new TreeSet<>();
        folds.forEach(fold -> names.addAll(fold.keySet()));
        return names;
    }
}
