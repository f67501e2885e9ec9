package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.schema.TimeUnit;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the expressions of a mapping. A text names a column; a mapping has one of the keys of
/// [#KINDS].
final class ExpressionReader {

    /// What tells the kinds of expressions apart.
    static final List<String> KINDS =
            List.of(
                    "column",
                    "constant",
                    "template",
                    "number",
                    "elapsed",
                    "time",
                    "epoch_seconds",
                    "epoch_millis",
                    "date",
                    "hash_time_of_day",
                    "plus_seconds");

    private static final int SECONDS_OF_DAY = 86_400;
    private static final String A_COLUMN = "a column's name";

    private ExpressionReader() {}

    /// Null after a mistake.
    static @Nullable Expression read(YamlValue value) {
        if (!value.isMap()) {
            String column = value.text("a column's name or an expression");
            return column == null ? null : new Expression.Column(column, Map.of(), null);
        }
        YamlMap map = value.map("an expression");
        if (map == null) {
            return null;
        }
        List<String> kinds = map.which(KINDS.toArray(String[]::new));
        if (kinds.isEmpty() && !map.values().isEmpty()) {
            map.allow(KINDS.toArray(String[]::new));
            return null;
        }
        if (kinds.size() != 1) {
            value.note(
                    kinds.isEmpty() ? "an empty mapping" : String.join(" and ", kinds),
                    "one of " + String.join(", ", KINDS),
                    null);
            return null;
        }
        return switch (kinds.getFirst()) {
            // The kind is one among several keys.
            case "column" -> column(map);
            case "time" -> time(map);
            case "number" -> numeral(map);
            default -> single(map.allow(KINDS.toArray(String[]::new)), kinds.getFirst());
        };
    }

    private static @Nullable Expression single(YamlMap map, String kind) {
        YamlValue value = map.get(kind);
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case "constant" -> constant(value);
            case "template" -> template(value);
            case "epoch_seconds", "epoch_millis" -> epoch(value, kind.equals("epoch_millis"));
            case "date" -> date(value);
            case "hash_time_of_day" -> hashTimeOfDay(value);
            case "elapsed" -> elapsed(value);
            default -> plusSeconds(value);
        };
    }

    private static @Nullable Expression column(YamlMap map) {
        map.allow("column", "map", "default");
        String name = map.read("column", at -> at.text(A_COLUMN), "");
        YamlValue otherwise = map.get("default");
        return new Expression.Column(
                name,
                map.read("map", ExpressionReader::texts, Map.of()),
                otherwise == null ? null : scalar(otherwise));
    }

    private static @Nullable Map<String, String> texts(YamlValue value) {
        YamlMap map = value.map("a mapping of texts");
        if (map == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.values()
                .forEach((from, at) -> {
                    String to = at.text("a text");
                    if (to != null) {
                        texts.put(from, to);
                    }
                });
        if (map.values().isEmpty()) {
            value.note("an empty mapping", "what at least one text becomes", null);
        }
        return texts;
    }

    private static Expression numeral(YamlMap map) {
        map.allow("number", "decimal", "grouping", "offset", "times");
        YamlValue grouping = map.get("grouping");
        Character decimal = map.read("decimal", ExpressionReader::sign, '.');
        Character group = grouping == null ? null : sign(grouping);
        if (grouping != null && decimal.equals(group)) {
            grouping.note("the sign before the fraction", "another sign, or no grouping", null);
        }
        return new Expression.Numeral(
                map.read("number", at -> at.text(A_COLUMN), ""),
                new NumberFormat(decimal, group),
                map.read("offset", ExpressionReader::decimal, BigDecimal.ZERO),
                map.read("times", ExpressionReader::decimal, BigDecimal.ONE));
    }

    private static @Nullable BigDecimal decimal(YamlValue value) {
        Double number = value.number(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        return number == null ? null : BigDecimal.valueOf(number);
    }

    private static @Nullable Character sign(YamlValue value) {
        String expected = "one sign that is no digit, such as \",\"";
        String sign = value.text(expected);
        if (sign == null) {
            return null;
        }
        if (sign.length() != 1 || "0123456789+-".contains(sign)) {
            value.expected(expected);
            return null;
        }
        return sign.charAt(0);
    }

    private static @Nullable Expression elapsed(YamlValue value) {
        YamlMap map = value.map("a mapping with from, to and in");
        if (map == null) {
            return null;
        }
        map.allow("from", "to", "in");
        Expression from = expression(map, "from", "the instant from which time is counted");
        Expression to = expression(map, "to", "the instant to which time is counted");
        TimeUnit unit =
                map.must(
                        "in",
                        "a unit of time, such as hours",
                        at -> at.among(TimeUnit.values(), TimeUnit::word, "a unit of time"),
                        TimeUnit.SECONDS);
        return from == null || to == null ? null : new Expression.Elapsed(from, to, unit);
    }

    private static @Nullable Expression time(YamlMap map) {
        map.allow("time", "pattern", "zone");
        String column = map.read("time", at -> at.text(A_COLUMN), "");
        String none = "";
        String pattern = map.read("pattern", ExpressionReader::pattern, none);
        return new Expression.Time(
                column,
                new TimeFormat(
                        pattern.isEmpty() ? null : pattern,
                        map.read("zone", YamlValue::zone, ZoneOffset.UTC)));
    }

    private static @Nullable String pattern(YamlValue value) {
        String expected = "a pattern with a date, such as dd.MM.yyyy HH:mm:ss";
        String pattern = value.text(expected);
        String fault = pattern == null ? null : TimeFormat.fault(pattern);
        if (fault != null) {
            value.note("'%s' (%s)".formatted(pattern, fault), expected, null);
            return null;
        }
        return pattern;
    }

    private static @Nullable Object scalar(YamlValue value) {
        Object scalar = value.scalar();
        if (scalar == null) {
            value.expected("a text, a number or a boolean");
        }
        return scalar;
    }

    private static @Nullable Expression constant(YamlValue value) {
        Object constant = scalar(value);
        return constant == null ? null : new Expression.Constant(constant);
    }

    private static @Nullable Expression template(YamlValue value) {
        String expected = "a text with columns in braces, such as \"{shop}-{session}\"";
        String text = value.text(expected);
        if (text == null) {
            return null;
        }
        Expression.Template template = new Expression.Template(text);
        if (template.columns().findAny().isEmpty()) {
            value.expected(expected);
        }
        return template;
    }

    private static @Nullable Expression epoch(YamlValue value, boolean millis) {
        String column = value.text(A_COLUMN);
        return column == null ? null : new Expression.Epoch(column, millis);
    }

    private static @Nullable Expression date(YamlValue value) {
        String expected = "the columns of year, month and day: [year, month, day]";
        List<YamlValue> parts = value.list(expected);
        if (parts.size() != 3) {
            if (value.isList()) {
                value.note(parts.size() + " columns", expected, null);
            }
            return null;
        }
        String year = parts.get(0).text(A_COLUMN);
        String month = parts.get(1).text(A_COLUMN);
        String day = parts.get(2).text(A_COLUMN);
        return year == null || month == null || day == null
                ? null
                : new Expression.Date(year, month, day);
    }

    private static @Nullable Expression hashTimeOfDay(YamlValue value) {
        YamlMap map = value.map("a mapping with of, on and within");
        if (map == null) {
            return null;
        }
        map.allow("of", "on", "within");
        String of = map.must("of", "the column whose text is hashed", at -> at.text(A_COLUMN), "");
        Expression on = expression(map, "on", "the day, such as { date: [year, month, day] }");
        long within =
                map.read("within", at -> at.integer(1, SECONDS_OF_DAY), (long) SECONDS_OF_DAY);
        return on == null ? null : new Expression.HashTimeOfDay(of, on, (int) within);
    }

    private static @Nullable Expression plusSeconds(YamlValue value) {
        YamlMap map = value.map("a mapping with to, column, offset and times");
        if (map == null) {
            return null;
        }
        map.allow("to", "column", "offset", "times");
        Expression to = expression(map, "to", "the instant to which seconds are added");
        YamlValue column = map.get("column");
        String name = column == null ? null : column.text(A_COLUMN);
        long offset = map.read("offset", ExpressionReader::whole, 0L);
        long times = map.read("times", ExpressionReader::whole, 1L);
        return to == null ? null : new Expression.PlusSeconds(to, name, offset, times);
    }

    private static @Nullable Long whole(YamlValue value) {
        return value.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static @Nullable Expression expression(YamlMap map, String key, String expected) {
        YamlValue value = map.require(key, expected);
        return value == null ? null : read(value);
    }
}
