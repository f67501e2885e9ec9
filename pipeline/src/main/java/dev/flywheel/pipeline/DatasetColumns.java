package dev.flywheel.pipeline;

import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureType;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads names of a dataset's columns: features, `label`, and those that rows have besides.
///
/// Whether a feature is a number is known only when all features are; what is to be checked then is
/// kept until [#checkTypes], and SQL over all columns until [#checkSql].
final class DatasetColumns {

    private static final String LABEL = "label";

    private final List<String> features;
    private final List<String> named = new ArrayList<>();
    private final Set<String> all = new LinkedHashSet<>();
    private final List<TypeCheck> typeChecks = new ArrayList<>();
    private final List<SqlFound> sql = new ArrayList<>();

    DatasetColumns(Schema schema, List<String> features) {
        this.features = features;
        named.addAll(features);
        named.add(LABEL);
        all.addAll(named);
        schema.entities().values().stream().map(EntitySpec::key).forEach(all::add);
        all.addAll(List.of("event_id", "event_time", "candidate"));
    }

    /// The value of `feature`: a feature or the label.
    String any(YamlMap map) {
        return named(map, "feature");
    }

    /// The same, a number.
    String number(YamlMap map) {
        return number(map, "feature");
    }

    /// The value of that key: a feature or the label, a number.
    String number(YamlMap map, String key) {
        String column = named(map, key);
        mustBeNumber(map.keyAt(key), column);
        return column;
    }

    /// The value of `feature`, and what is to be done when it is known whether it is a number.
    String typed(YamlMap map, Consumer<Boolean> check) {
        String column = any(map);
        typeChecks.add(new TypeCheck(column, check));
        return column;
    }

    /// The value of `feature`, which can't be the label.
    String feature(YamlMap map) {
        return map.must("feature", "a feature", at -> at.among(features, "a feature"), "");
    }

    /// The same, a number.
    String numericFeature(YamlMap map) {
        String column = feature(map);
        mustBeNumber(map.keyAt("feature"), column);
        return column;
    }

    /// Any columns of a row.
    List<String> ofRow(YamlValue value) {
        List<String> names = new ArrayList<>();
        for (YamlValue element : value.oneOrMore()) {
            String name = element.among(all, "a column of a row");
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /// An SQL expression over the columns; null after a mistake.
    @Nullable String sql(YamlValue at, SqlCheck.Result expected) {
        String expression = at.text("a DuckDB expression");
        if (expression != null) {
            sql.add(new SqlFound(at, expression, expected));
        }
        return expression;
    }

    /// Notes the SQL that the check finds something wrong with.
    void checkSql(DatasetTable table, SqlCheck check) {
        for (SqlFound found : sql) {
            check.mistake(table, found.expression(), found.expected())
                    .ifPresent(mistake ->
                            found.at()
                                    .note(
                                            "'%s': %s"
                                                    .formatted(found.expression(), mistake.words()),
                                            "a DuckDB expression over dataset that gives %s"
                                                    .formatted(found.expected().words()),
                                            mistake.suggestion()));
        }
    }

    /// Notes what the types of the features don't allow.
    void checkTypes(FeatureSet set) {
        Map<String, Boolean> numbers = new HashMap<>(Map.of(LABEL, true));
        for (FeatureColumn column : set.columns()) {
            numbers.put(column.name(), column.type() == FeatureType.NUMERIC);
        }
        typeChecks.forEach(check -> {
            Boolean number = numbers.get(check.column());
            if (number != null) {
                check.then().accept(number);
            }
        });
    }

    private void mustBeNumber(YamlValue at, String column) {
        typeChecks.add(
                new TypeCheck(
                        column,
                        number -> {
                            if (!number) {
                                String found = "the category '" + column + "'";
                                at.note(found, "a feature that is a number", null);
                            }
                        }));
    }

    private String named(YamlMap map, String key) {
        return map.must(key, "a feature or label", at -> at.among(named, "a feature or label"), "");
    }

    private record SqlFound(YamlValue at, String expression, SqlCheck.Result expected) {}

    private record TypeCheck(String column, Consumer<Boolean> then) {}
}
