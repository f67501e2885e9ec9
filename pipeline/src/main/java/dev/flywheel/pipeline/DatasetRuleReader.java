package dev.flywheel.pipeline;

import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Expectations.OfDataset;
import dev.flywheel.pipeline.expectation.Expectations.OnBreach;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.RowRule;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.pipeline.expectation.ValueRule;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the rules of `expectations.dataset`.
final class DatasetRuleReader {

    /// The words of all checks.
    static final List<String> CHECKS = checks();

    private static final String ON_BREACH = "on_breach";

    private final DatasetColumns columns;
    private final boolean labelIsShare;
    private final DriftReader drift;
    private final AnomalyReader anomaly;

    DatasetRuleReader(DatasetColumns columns, boolean labelIsShare) {
        this.columns = columns;
        this.labelIsShare = labelIsShare;
        this.drift = new DriftReader(columns);
        this.anomaly = new AnomalyReader(columns);
    }

    /// Reads a rule; null after a mistake.
    @Nullable OfDataset read(YamlMap map) {
        OnBreach onBreach =
                map.read(
                        ON_BREACH,
                        at ->
                                at.among(
                                        OnBreach.values(),
                                        constant -> constant.name().toLowerCase(Locale.ROOT),
                                        "what to do"),
                        OnBreach.HALT);
        List<String> which = map.which(CHECKS.toArray(String[]::new));
        if (which.size() != 1) {
            noCheck(map, which);
            return null;
        }
        Check check = check(map, which.getFirst());
        return check == null ? null : new OfDataset(check, onBreach);
    }

    private static void noCheck(YamlMap map, List<String> which) {
        List<String> others = new ArrayList<>(map.values().keySet());
        others.removeAll(List.of("feature", "mostly", ON_BREACH));
        if (which.isEmpty() && !others.isEmpty()) {
            List<String> all = new ArrayList<>(CHECKS);
            all.addAll(List.of("feature", "mostly", ON_BREACH));
            map.allow(all.toArray(String[]::new));
            return;
        }
        String found = which.isEmpty() ? "no check" : String.join(" and ", which);
        map.self().note(found, "one of " + String.join(", ", CHECKS), null);
    }

    private @Nullable Check check(YamlMap map, String word) {
        if (ValueRuleReader.WORDS.contains(word) || word.equals("compare")) {
            map.allow("feature", word, "mostly", ON_BREACH);
            RowRule rule = word.equals("compare") ? compare(map) : ofColumn(map, word);
            double mostly = map.read("mostly", at -> at.number(0, 1), 1.0);
            return rule == null ? null : new Check.EachRow(rule, mostly);
        }
        return switch (word) {
            case "sql" -> sql(map.allow("sql", ON_BREACH));
            case "drift_from_champion" ->
                    drift.read(map.allow("feature", "drift_from_champion", ON_BREACH));
            case "anomaly" -> anomaly.read(map.allow("feature", "anomaly", ON_BREACH));
            case "rows" ->
                    within(
                            map.allow("rows", ON_BREACH),
                            word,
                            new Statistic.Rows(),
                            LimitReader.COUNT);
            case "label_rate" -> labelRate(map.allow("label_rate", ON_BREACH));
            case "duplicates" -> duplicates(map.allow("duplicates", ON_BREACH));
            case "quantile" -> quantile(map.allow("feature", "quantile", ON_BREACH));
            case "correlation" -> correlation(map.allow("feature", "correlation", ON_BREACH));
            default -> aggregate(map.allow("feature", word, ON_BREACH), word);
        };
    }

    private @Nullable Check labelRate(YamlMap map) {
        YamlValue value = map.require("label_rate", "limits");
        Limits limits = value == null ? null : LimitReader.ANY.read(value);
        if (value == null || limits == null) {
            return null;
        }
        if (labelIsShare && !limits.meet(0, 1)) {
            value.note(limits.words(), "limits of a share, which is from 0 to 1", null);
        }
        return new Check.Within(new Statistic.LabelRate(), limits);
    }

    private @Nullable Check aggregate(YamlMap map, String word) {
        Aggregate aggregate = Aggregate.valueOf(word.toUpperCase(Locale.ROOT));
        String column = aggregate.ofNumbers() ? columns.number(map) : columns.any(map);
        return within(map, word, new Statistic.Of(aggregate, column), limits(aggregate));
    }

    private static LimitReader limits(Aggregate aggregate) {
        return aggregate.isShare()
                ? LimitReader.SHARE
                : aggregate.ofNumbers() ? LimitReader.ANY : LimitReader.COUNT;
    }

    private static @Nullable Check within(
            YamlMap map, String word, Statistic statistic, LimitReader reader) {
        YamlValue value = map.require(word, "limits");
        Limits limits = value == null ? null : reader.read(value);
        return limits == null ? null : new Check.Within(statistic, limits);
    }

    private @Nullable RowRule ofColumn(YamlMap map, String word) {
        ValueRule rule = ValueRuleReader.read(map, word);
        if (rule == null) {
            return null;
        }
        String column =
                columns.typed(
                        map, number -> ValueRuleReader.checkType(map, rule, number, name(map)));
        return new RowRule.OfColumn(column, rule);
    }

    private static String name(YamlMap map) {
        return map.read("feature", at -> at.text("a feature"), "");
    }

    private @Nullable RowRule compare(YamlMap map) {
        String expected = "at_least or at_most with another feature";
        String column = columns.number(map);
        YamlValue value = map.require("compare", expected);
        YamlMap inner = value == null ? null : value.map("a mapping with " + expected);
        if (inner == null) {
            return null;
        }
        if (inner.allow("at_least", "at_most").which("at_least", "at_most").isEmpty()) {
            inner.self().note("no feature to compare with", expected, null);
            return null;
        }
        return new RowRule.Compare(
                column,
                inner.has("at_least") ? columns.number(inner, "at_least") : null,
                inner.has("at_most") ? columns.number(inner, "at_most") : null);
    }

    private @Nullable Check quantile(YamlMap map) {
        String column = columns.number(map);
        YamlMap inner = inner(map, "quantile", "of and limits, such as { of: 0.99, at_most: 100 }");
        if (inner == null) {
            return null;
        }
        double share = inner.must("of", "a share from 0 to 1", at -> at.number(0, 1), 0.5);
        Limits limits = LimitReader.ANY.in(inner, "of");
        return limits == null
                ? null
                : new Check.Within(new Statistic.Quantile(column, share), limits);
    }

    private @Nullable Check correlation(YamlMap map) {
        String column = columns.number(map);
        YamlMap inner =
                inner(map, "correlation", "with and limits, such as { with: label, at_most: 0.9 }");
        if (inner == null) {
            return null;
        }
        String with = columns.number(inner, "with");
        Limits limits = LimitReader.CORRELATION.in(inner, "with");
        return limits == null
                ? null
                : new Check.Within(new Statistic.Correlation(column, with), limits);
    }

    private @Nullable Check duplicates(YamlMap map) {
        YamlMap inner =
                inner(map, "duplicates", "of and limits, such as { of: [a, b], at_most: 0 }");
        if (inner == null) {
            return null;
        }
        YamlValue of = inner.require("of", "columns of a row");
        List<String> names = of == null ? List.of() : columns.ofRow(of);
        Limits limits = LimitReader.COUNT.in(inner, "of");
        return limits == null ? null : new Check.Within(new Statistic.Duplicates(names), limits);
    }

    private @Nullable Check sql(YamlMap map) {
        YamlValue value = map.require("sql", "a DuckDB expression");
        if (value == null) {
            return null;
        }
        if (!value.isMap()) {
            String expression = columns.sql(value, SqlCheck.Result.TRUTH);
            return expression == null ? null : new Check.Sql(expression);
        }
        YamlMap inner = value.map("a mapping with value and limits");
        if (inner == null) {
            return null;
        }
        String expression =
                inner.must(
                        "value",
                        "a DuckDB expression",
                        at -> columns.sql(at, SqlCheck.Result.NUMBER),
                        "");
        Limits limits = LimitReader.ANY.in(inner, "value");
        return limits == null ? null : new Check.Within(new Statistic.Sql(expression), limits);
    }

    private static @Nullable YamlMap inner(YamlMap map, String key, String expected) {
        YamlValue value = map.require(key, expected);
        return value == null ? null : value.map("a mapping with " + expected);
    }

    private static List<String> checks() {
        List<String> words = new ArrayList<>(List.of("rows", "label_rate"));
        Arrays.stream(Aggregate.values()).map(Aggregate::word).forEach(words::add);
        words.addAll(List.of("quantile", "correlation"));
        words.addAll(ValueRuleReader.WORDS);
        words.addAll(List.of("compare", "duplicates", "drift_from_champion", "anomaly", "sql"));
        return List.copyOf(words);
    }
}
