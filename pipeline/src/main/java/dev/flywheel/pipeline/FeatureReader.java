package dev.flywheel.pipeline;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.Statistic;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads `features`: each is one operator with its options.
final class FeatureReader {

    private static final String[] OPERATORS = {
        "count",
        "sum",
        "mean",
        "min",
        "max",
        "stddev",
        "distinct",
        "rate",
        "last",
        "since_last",
        "attribute",
        "field",
        "key",
        "event_time",
        "derive"
    };

    private static final List<String> AGGREGATE = List.of("by", "where", "window", "delay", "ttl");

    /// What every feature may say besides.
    private static final List<String> OPTIONS =
            List.of("normalize", "missing", "clip", "scale", "encode");

    private final Schema schema;
    private final ValueReader values;
    private final AggregateReader aggregates;
    private final PlainReader plain;
    private final Map<String, ValueType> derivable = new LinkedHashMap<>();
    private final List<String> mistaken = new ArrayList<>();
    private final List<FeatureSpec> specs = new ArrayList<>();
    private final Map<String, YamlValue> keys = new LinkedHashMap<>();

    FeatureReader(Schema schema) {
        this.schema = schema;
        this.values = new ValueReader(schema);
        this.aggregates =
                new AggregateReader(schema, values, new ByReader(schema, values, specs, mistaken));
        this.plain = new PlainReader(schema, values);
    }

    List<FeatureSpec> specs() {
        return specs;
    }

    /// The declared names, also of features with a mistake.
    List<String> names() {
        return List.copyOf(keys.keySet());
    }

    /// Where a declared feature stands.
    YamlValue keyAt(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }

    /// Whether a feature is known to be a number.
    boolean isNumber(String name) {
        ValueType type = derivable.get(name);
        return type != null && type.isNumeric();
    }

    /// Whether a feature aggregates by that entity alone; also if a feature has a mistake, as it
    /// may be that one.
    boolean aggregateBy(String entity) {
        return specs.size() < keys.size()
                || specs.stream().anyMatch(spec -> List.of(entity).equals(by(spec.operator())));
    }

    private static List<String> by(Operator operator) {
        return switch (operator) {
            case Operator.Aggregate aggregate -> aggregate.by();
            case Operator.Rate rate -> rate.by();
            case Operator.Last last -> last.by();
            case Operator.SinceLast since -> since.by();
            case Operator.Attribute _,
                    Operator.Key _,
                    Operator.Field _,
                    Operator.EventTime _,
                    Operator.Derive _ ->
                    List.of();
        };
    }

    void read(YamlMap file) {
        YamlValue value = file.require("features", "at least one feature");
        YamlMap map = value == null ? null : value.map("a mapping of features by name");
        if (map == null || value == null) {
            return;
        }
        map.values().keySet().forEach(name -> keys.put(name, map.keyAt(name)));
        if (keys.isEmpty()) {
            value.expected("at least one feature");
        }
        map.values()
                .forEach((name, at) -> {
                    SchemaReader.checkName(map.keyAt(name), name);
                    Operator operator = operator(at);
                    checkColumn(map.keyAt(name), name, operator);
                    if (operator != null) {
                        ValueType type = values.typeOf(operator);
                        derivable.put(name, type);
                        specs.add(
                                new FeatureSpec(
                                        name,
                                        operator,
                                        NormalizationReader.read(at, type),
                                        PreparationReader.read(at, type)));
                    } else {
                        mistaken.add(name);
                    }
                });
    }

    /// Rows have a column for each feature beside those of their own and of the entities' keys.
    private void checkColumn(YamlValue at, String name, @Nullable Operator operator) {
        // After a mistake the operator may be that of the key.
        boolean isKey =
                operator != null
                        && schema.entities().values().stream()
                                .filter(entity -> entity.key().equalsIgnoreCase(name))
                                .anyMatch(entity ->
                                        !new Operator.Key(entity.name()).equals(operator));
        boolean isTwin =
                keys.keySet().stream()
                        .takeWhile(earlier -> !earlier.equals(name))
                        .anyMatch(name::equalsIgnoreCase);
        if (isKey || isTwin || DatasetTable.OWN.contains(name.toLowerCase(Locale.ROOT))) {
            at.note(
                    "'" + name + "'",
                    "a name that no column of rows has yet: %s, a key, another feature"
                            .formatted(String.join(", ", DatasetTable.OWN)),
                    null);
        }
    }

    private @Nullable Operator operator(YamlValue value) {
        YamlMap map = value.map("a mapping with one of " + String.join(", ", OPERATORS));
        if (map == null) {
            return null;
        }
        List<String> which = map.which(OPERATORS);
        if (which.isEmpty()) {
            noOperator(map);
            return null;
        }
        if (which.size() > 1) {
            value.note(String.join(" and ", which), "one operator", null);
            return null;
        }
        String operator = which.getFirst();
        return switch (operator) {
            case "count" -> aggregates.count(allow(map, operator, AGGREGATE, "half_life"));
            case "sum" -> statistic(map, Statistic.SUM);
            case "mean" -> statistic(map, Statistic.MEAN);
            case "min" -> statistic(map, Statistic.MIN);
            case "max" -> statistic(map, Statistic.MAX);
            case "stddev" -> statistic(map, Statistic.STDDEV);
            case "distinct" -> statistic(map, Statistic.DISTINCT);
            case "rate" ->
                    aggregates.rate(
                            allow(
                                    map,
                                    operator,
                                    AGGREGATE,
                                    "half_life",
                                    "over",
                                    "over_by",
                                    "over_where",
                                    "prior",
                                    "weight"));
            case "last" ->
                    aggregates.last(
                            allow(map, operator, List.of("on", "by", "where", "ttl", "nth")));
            case "since_last" -> aggregates.sinceLast(allow(map, operator, List.of("by", "where")));
            case "attribute" -> plain.attribute(allow(map, operator, List.of()));
            case "key" -> plain.key(allow(map, operator, List.of()));
            case "event_time" -> plain.eventTime(allow(map, operator, List.of("zone")));
            case "derive" -> derive(allow(map, operator, List.of()));
            default -> plain.field(allow(map, operator, List.of()));
        };
    }

    private @Nullable Operator statistic(YamlMap map, Statistic statistic) {
        String[] more = statistic.decays() ? new String[] {"on", "half_life"} : new String[] {"on"};
        return aggregates.statistic(allow(map, statistic.word(), AGGREGATE, more), statistic);
    }

    private static YamlMap allow(YamlMap map, String operator, List<String> keys, String... more) {
        List<String> all = new ArrayList<>(List.of(operator));
        all.addAll(keys);
        all.addAll(List.of(more));
        all.addAll(OPTIONS);
        return map.allow(all.toArray(String[]::new));
    }

    /// A feature whose operator is misspelt: the word that stands where it should.
    private static void noOperator(YamlMap map) {
        List<String> operators = List.of(OPERATORS);
        for (String key : map.values().keySet()) {
            String nearest = Spelling.nearest(key, operators);
            if (nearest != null) {
                String expected = "an operator: " + String.join(", ", operators);
                map.keyAt(key).note("unknown key '" + key + "'", expected, nearest);
                return;
            }
        }
        String found =
                map.values().isEmpty() ? "nothing" : String.join(", ", map.values().keySet());
        map.self().note(found, "an operator: " + String.join(", ", operators), null);
    }

    private @Nullable Operator derive(YamlMap map) {
        YamlValue at = map.get("derive");
        CelExpression expression =
                at == null || usesMistaken(String.valueOf(at.scalar()))
                        ? null
                        : CelReader.expression(at, derivable, "features declared before");
        if (at != null && expression != null && expression.names().isEmpty()) {
            at.note(at.found() + ", which uses no feature", "features declared before", null);
        }
        return expression == null ? null : new Operator.Derive(expression);
    }

    /// Whether the text names a feature that has a mistake, which is told already.
    private boolean usesMistaken(String text) {
        return mistaken.stream().anyMatch(name -> text.matches("(?s).*\\b%s\\b.*".formatted(name)));
    }
}
