package dev.flywheel.pipeline;

import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads metrics, trainers and baselines, and refuses those that don't fit this pipeline's label.
final class MetricReader {

    private static final String NEEDS_COST =
            "the key cost in evaluation, which says what wrong answers cost";

    private final Label label;
    private final Evaluation evaluation;

    MetricReader(Label label, Evaluation evaluation) {
        this.label = label;
        this.evaluation = evaluation;
    }

    /// A metric that this pipeline's evaluations have.
    @Nullable Metric metric(YamlValue value) {
        Metric metric = any(value);
        String expected = metric == null ? null : needs(metric);
        if (metric != null && expected != null) {
            value.note("'" + metric + "'", expected, null);
        }
        return metric;
    }

    /// A metric that monitoring measures of this pipeline's answers.
    @Nullable Metric live(YamlValue value) {
        Metric metric = metric(value);
        if (metric == null || needs(metric) != null) {
            return metric;
        }
        if (!metric.kind().live()) {
            value.note(
                    "'" + metric + "'",
                    "a metric that is measured live: " + String.join(", ", Metric.liveWords()),
                    null);
        } else if (metric.kind().decides() && evaluation.cost() == null) {
            value.note("'" + metric + "'", NEEDS_COST, null);
        }
        return metric;
    }

    /// A metric's word.
    private static @Nullable Metric any(YamlValue value) {
        String expected = "a metric: " + String.join(", ", Metric.words());
        String word = value.text(expected);
        Metric metric = word == null ? null : Metric.parse(word);
        if (word != null && metric == null) {
            value.note("'" + word + "'", expected, Spelling.nearest(word, Metric.words()));
        }
        return metric;
    }

    /// A trainer that learns such a label.
    Training.@Nullable Trainer trainer(YamlValue at) {
        Training.Trainer trainer =
                at.among(Training.Trainer.values(), Training.Trainer::word, "a trainer");
        if (trainer != null && !trainer.learns(label.task())) {
            at.note("'" + trainer.word() + "'", "a trainer of " + answers(), null);
        }
        return trainer;
    }

    /// A baseline that can be measured on such a label.
    Gate.@Nullable Baseline baseline(YamlValue at) {
        Gate.Baseline baseline =
                at.among(
                        Gate.Baseline.values(),
                        each -> each.name().toLowerCase(Locale.ROOT),
                        "a baseline");
        if (baseline != null && !baseline.answers(label.task())) {
            at.note(at.found(), "a baseline of " + answers() + ": " + baselines(), null);
        } else if (baseline == Gate.Baseline.POPULARITY && !label.sampled()) {
            at.note(at.found(), "majority, as a label without negatives has no candidates", null);
        }
        return baseline;
    }

    private String baselines() {
        return Arrays.stream(Gate.Baseline.values())
                .filter(each -> each.answers(label.task()))
                .filter(each -> each != Gate.Baseline.POPULARITY || label.sampled())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private String answers() {
        return switch (label.task()) {
            case CLASSIFICATION -> "classes, as the label is one of two";
            case REGRESSION -> "numbers, as the label is one";
        };
    }

    /// What is missing for it; null if nothing is.
    private @Nullable String needs(Metric metric) {
        if (metric.kind().task() != label.task()) {
            return "a metric of " + answers();
        }
        return switch (metric.kind().over()) {
            case LISTS ->
                    label.sampled()
                            ? null
                            : "a metric of rows, as a label without negatives has nothing to rank";
            case PERIODS ->
                    evaluation.by() == null
                            ? "the key by in evaluation, which says whose scores are ranked"
                            : null;
            case ROWS ->
                    metric.kind() == Metric.Kind.COST && evaluation.cost() == null
                            ? NEEDS_COST
                            : null;
        };
    }

    /// `by` and `per` of an evaluation.
    static Evaluation.@Nullable By by(YamlMap map, List<String> entities, String what) {
        YamlValue by = map.get("by");
        if (by == null) {
            if (map.has("per")) {
                map.keyAt("per").note("per without by", "the key by: an entity", null);
            }
            return null;
        }
        String entity = by.among(entities, what);
        Duration per = map.read("per", YamlValue::duration, Duration.ofDays(1));
        return entity == null ? null : new Evaluation.By(entity, per);
    }

    /// `cost` of an evaluation.
    static Evaluation.@Nullable Cost cost(YamlMap map) {
        YamlValue value = map.get("cost");
        YamlMap cost =
                value == null
                        ? null
                        : value.map("a mapping with false_positive and false_negative");
        if (cost == null) {
            return null;
        }
        cost.allow("false_positive", "false_negative");
        return new Evaluation.Cost(amount(cost, "false_positive"), amount(cost, "false_negative"));
    }

    private static double amount(YamlMap cost, String key) {
        return cost.must(
                key, "what such an answer costs, from 0.001", at -> at.number(0.001, 1e9), 1.0);
    }
}
