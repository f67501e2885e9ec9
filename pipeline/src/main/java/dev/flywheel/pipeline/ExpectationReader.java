package dev.flywheel.pipeline;

import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.pipeline.expectation.EventRule;
import dev.flywheel.pipeline.expectation.Expectations;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads `expectations`.
final class ExpectationReader {

    private final Schema schema;
    private final EventRuleReader events;
    private final DatasetRuleReader dataset;
    private final DatasetColumns columns;

    ExpectationReader(Schema schema, List<String> features, Label label) {
        this.schema = schema;
        this.columns = new DatasetColumns(schema, features);
        this.events = new EventRuleReader(schema);
        this.dataset = new DatasetRuleReader(columns, isShare(label));
    }

    /// Whether the mean of a label is one; not so after a mistake, as it may be a number.
    private static boolean isShare(Label label) {
        return !label.event().isEmpty() && !label.isNumber();
    }

    @Nullable Expectations read(YamlValue value) {
        YamlMap map = value.map("a mapping with events and dataset");
        if (map == null) {
            return null;
        }
        map.allow("events", "dataset");
        List<EventRule> ofEvents = rules(map.get("events"), events::read);
        return new Expectations(ofEvents, rules(map.get("dataset"), dataset::read));
    }

    /// Notes rules that don't fit the features, which are known when all have been read.
    void check(FeatureSet features, SqlCheck sql) {
        columns.checkTypes(features);
        columns.checkSql(DatasetTable.of(schema.entities().values(), features), sql);
    }

    private static <T> List<T> rules(
            @Nullable YamlValue value, Function<YamlMap, @Nullable T> reader) {
        List<T> rules = new ArrayList<>();
        if (value == null) {
            return rules;
        }
        for (YamlValue element : value.list("a list of rules")) {
            YamlMap map = element.map("a mapping with a rule");
            T rule = map == null ? null : reader.apply(map);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }
}
