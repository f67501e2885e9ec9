package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.Set;

/// Notes features by `field` that never have a value, or are the answer itself.
final class FieldCheck {

    private final Schema schema;
    private final Label label;

    FieldCheck(Schema schema, Label label) {
        this.schema = schema;
        this.label = label;
    }

    void check(FeatureReader features) {
        EventSpec rows = schema.events().get(label.event());
        if (rows == null || rows.join() != null || rows.entities().isEmpty()) {
            return; // which is told of the label
        }
        for (FeatureSpec feature : features.specs()) {
            if (feature.operator() instanceof Operator.Field field) {
                check(features.keyAt(feature.name()), field, rows);
            }
        }
    }

    /// Of a row's event only the name of the field counts, so that features by field can also be
    /// keys of counts of other events that have it.
    private void check(YamlValue at, Operator.Field field, EventSpec rows) {
        Set<String> fields = rows.fields().keySet();
        if (!fields.contains(field.field())) {
            at.note(
                    "the field '%s', which %s has not".formatted(field.field(), rows.name()),
                    "a field of %s, whose events make rows: %s"
                            .formatted(rows.name(), String.join(", ", fields)),
                    Spelling.nearest(field.field(), fields));
        } else if (label instanceof Label.Outcome outcome
                && outcome.later() == null
                && field.event().equals(rows.name())
                && outcome.answerFields().contains(field.field())) {
            at.note("the field that holds the answer", "what is known before the answer", null);
        }
    }
}
