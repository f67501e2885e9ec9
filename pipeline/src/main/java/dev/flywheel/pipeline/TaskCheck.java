package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Notes what does not go together with what the model learns.
final class TaskCheck {

    private final YamlMap file;
    private final Label label;

    TaskCheck(YamlMap file, Label label) {
        this.file = file;
        this.label = label;
    }

    void check(List<FeatureSpec> features, Metric selectBy, Gate gate) {
        if (!(label instanceof Label.Outcome outcome) || outcome.event().isEmpty()) {
            return;
        }
        if (selectBy.kind().ranks()) {
            note(file.get("select_by"), selectBy);
        }
        YamlValue demands = file.get("gate");
        for (Gate.Requirement demand : gate.require()) {
            if (demand.metric().kind().ranks() || isOfPopularity(demand)) {
                note(demands, demand.metric());
            }
        }
        if (gate.againstChampion() != null && gate.againstChampion().metric().kind().ranks()) {
            note(demands, gate.againstChampion().metric());
        }
        if (outcome.later() == null) {
            features.forEach(feature -> checkLeak(feature, outcome));
        }
    }

    private static boolean isOfPopularity(Gate.Requirement demand) {
        return demand instanceof Gate.Requirement.BetterThan(_, Gate.Baseline baseline)
                && baseline == Gate.Baseline.POPULARITY;
    }

    private static void note(@Nullable YamlValue at, Metric metric) {
        if (at != null) {
            at.note(
                    "%s, which compares candidates".formatted(metric.word()),
                    "metrics and baselines of rows, as the label draws no negatives",
                    null);
        }
    }

    /// The answer itself is no feature.
    private void checkLeak(FeatureSpec feature, Label.Outcome outcome) {
        if (!(feature.operator() instanceof Operator.Field(String event, String field))
                || !event.equals(outcome.event())) {
            return;
        }
        YamlValue features = file.get("features");
        YamlMap map = features == null ? null : features.map("features");
        if (outcome.answerFields().contains(field) && map != null) {
            map.keyAt(feature.name())
                    .note(
                            "the field that holds the answer",
                            "what is known before the answer",
                            null);
        }
    }
}
