package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.List;

/// Notes features that are the answer itself.
final class LeakCheck {

    private final YamlMap file;
    private final Label label;

    LeakCheck(YamlMap file, Label label) {
        this.file = file;
        this.label = label;
    }

    void check(List<FeatureSpec> features) {
        if (label instanceof Label.Outcome outcome && outcome.later() == null) {
            features.forEach(feature -> checkLeak(feature, outcome));
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
