package dev.flywheel.pipeline;

import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `anomaly`, a comparison with earlier runs.
final class AnomalyReader {

    private static final String EXPECTED = "of, runs and z_score or change, each with at_most";
    private static final String OPEN = "one of quantile: a share, sql: a DuckDB expression";
    private static final List<String> STATISTICS = statistics();

    private final DatasetColumns columns;

    AnomalyReader(DatasetColumns columns) {
        this.columns = columns;
    }

    /// Null after a mistake.
    @Nullable Check read(YamlMap map) {
        YamlValue value = map.require("anomaly", EXPECTED);
        YamlMap inner = value == null ? null : value.map("a mapping with " + EXPECTED);
        if (inner == null) {
            return null;
        }
        inner.allow("of", "runs", "z_score", "change");
        YamlValue of = inner.require("of", "a statistic");
        int runs = inner.read("runs", at -> at.integer(3, 100), 10L).intValue();
        List<String> which = inner.which("z_score", "change");
        if (which.size() != 1) {
            String found = which.isEmpty() ? "no limit" : "both z_score and change";
            inner.self().note(found, "z_score or change, with at_most", null);
            return null;
        }
        YamlValue yardstick = inner.require(which.getFirst(), "at_most");
        YamlMap limit = yardstick == null ? null : yardstick.map("a mapping with at_most");
        Statistic statistic = of == null ? null : statistic(map, of);
        return limit == null || statistic == null
                ? null
                : new Check.Anomaly(
                        statistic,
                        runs,
                        which.getFirst().equals("change")
                                ? Check.Yardstick.CHANGE
                                : Check.Yardstick.Z_SCORE,
                        LimitReader.COUNT.only("at_most", limit));
    }

    private @Nullable Statistic statistic(YamlMap map, YamlValue of) {
        if (of.isMap()) {
            return open(map, of);
        }
        String word = of.among(STATISTICS, "a statistic");
        if (word == null) {
            return null;
        }
        if (word.equals("rows") || word.equals("label_rate")) {
            allowNoFeature(map, word);
            return word.equals("rows") ? new Statistic.Rows() : new Statistic.LabelRate();
        }
        Aggregate aggregate = Aggregate.valueOf(word.toUpperCase(Locale.ROOT));
        return new Statistic.Of(
                aggregate, aggregate.ofNumbers() ? columns.number(map) : columns.any(map));
    }

    /// A statistic that needs a further word.
    private @Nullable Statistic open(YamlMap map, YamlValue of) {
        YamlMap inner = of.map("a mapping");
        if (inner == null) {
            return null;
        }
        inner.allow("quantile", "sql");
        List<String> which = inner.which("quantile", "sql");
        if (which.size() != 1) {
            if (inner.values().isEmpty() || which.size() == 2) {
                of.note(which.isEmpty() ? "nothing" : "quantile and sql", OPEN, null);
            }
            return null;
        }
        if (which.getFirst().equals("quantile")) {
            double share = inner.read("quantile", at -> at.number(0, 1), 0.5);
            return new Statistic.Quantile(columns.number(map), share);
        }
        allowNoFeature(map, "sql");
        return new Statistic.Sql(
                inner.read("sql", at -> columns.sql(at, SqlCheck.Result.NUMBER), ""));
    }

    private static void allowNoFeature(YamlMap map, String word) {
        if (map.has("feature")) {
            map.keyAt("feature").note("a feature", "none, as " + word + " has none", null);
        }
    }

    private static List<String> statistics() {
        List<String> words = new ArrayList<>(List.of("rows", "label_rate"));
        Arrays.stream(Aggregate.values()).map(Aggregate::word).forEach(words::add);
        return List.copyOf(words);
    }
}
