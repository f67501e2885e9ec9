package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.imports.ImportRefusedException.Mistake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the expressions of a mapping. A text names a column; an object has one of the members
/// `column`, `constant`, `template`, `date`, `hash_time_of_day` and `plus_seconds`.
final class ExpressionReader {

    private static final int SECONDS_OF_DAY = 86_400;
    private static final Expression NOTHING = new Expression.Constant("");

    private final List<Mistake> mistakes = new ArrayList<>();

    /// What was wrong with the expressions read so far.
    List<Mistake> mistakes() {
        return mistakes;
    }

    Map<String, Expression> readAll(Map<String, JsonNode> columns) {
        Map<String, Expression> read = new LinkedHashMap<>();
        columns.forEach((name, node) -> read.put(name, read("columns." + name, node)));
        return read;
    }

    private Expression read(String path, @Nullable JsonNode node) {
        if (node != null && node.isString()) {
            return new Expression.Column(node.stringValue(), Map.of());
        }
        if (node == null || !node.isObject()) {
            return mistake(path, "Expected a column's name or an object");
        }
        if (node.has("column")) {
            only(path, node, Set.of("column", "map"));
            return new Expression.Column(text(path, node, "column"), map(path, node.get("map")));
        }
        String kind = node.size() == 1 ? node.propertyNames().iterator().next() : "";
        JsonNode inner = node.get(kind);
        if (inner == null) {
            return mistake(path, expected());
        }
        String at = path + "." + kind;
        return switch (kind) {
            case "constant" -> constant(at, inner);
            case "template" -> template(at, inner);
            case "date" -> date(at, inner);
            case "hash_time_of_day" -> hashTimeOfDay(at, inner);
            case "plus_seconds" -> plusSeconds(at, inner);
            default -> mistake(path, expected());
        };
    }

    private static String expected() {
        return "Expected one of column, constant, template, date, hash_time_of_day, plus_seconds";
    }

    private Expression constant(String path, JsonNode node) {
        if (node.isString()) {
            return new Expression.Constant(node.stringValue());
        }
        if (node.isBoolean()) {
            return new Expression.Constant(node.booleanValue());
        }
        if (node.isNumber()) {
            return new Expression.Constant(
                    node.isIntegralNumber() ? node.longValue() : node.doubleValue());
        }
        return mistake(path, "Expected a text, a number or a boolean");
    }

    private Expression template(String path, JsonNode node) {
        return node.isString()
                ? new Expression.Template(node.stringValue())
                : mistake(path, "Expected a text with columns in braces");
    }

    private Expression date(String path, JsonNode node) {
        if (!node.isArray()
                || node.size() != 3
                || !node.valueStream().allMatch(JsonNode::isString)) {
            return mistake(path, "Expected the columns of year, month and day");
        }
        return new Expression.Date(
                node.get(0).stringValue(), node.get(1).stringValue(), node.get(2).stringValue());
    }

    private Expression hashTimeOfDay(String path, JsonNode node) {
        only(path, node, Set.of("of", "on", "within"));
        int within = (int) number(path, node, "within", SECONDS_OF_DAY);
        if (within < 1 || within > SECONDS_OF_DAY) {
            return mistake(path + ".within", "Expected 1 to 86400 seconds");
        }
        return new Expression.HashTimeOfDay(
                text(path, node, "of"), read(path + ".on", node.get("on")), within);
    }

    private Expression plusSeconds(String path, JsonNode node) {
        only(path, node, Set.of("to", "column", "offset", "times"));
        return new Expression.PlusSeconds(
                read(path + ".to", node.get("to")),
                text(path, node, "column"),
                number(path, node, "offset", 0),
                number(path, node, "times", 1));
    }

    private Map<String, String> map(String path, @Nullable JsonNode node) {
        Map<String, String> map = new LinkedHashMap<>();
        if (node != null) {
            node.properties()
                    .forEach(entry -> map.put(entry.getKey(), entry.getValue().asString()));
            if (map.isEmpty()) {
                mistake(path + ".map", "Expected an object of texts");
            }
        }
        return map;
    }

    private String text(String path, JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isString()) {
            mistake(path + "." + name, "Expected a column's name");
            return "";
        }
        return value.stringValue();
    }

    private long number(String path, JsonNode node, String name, long absent) {
        JsonNode value = node.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.isInt()) {
            mistake(path + "." + name, "Expected a whole number");
            return absent;
        }
        return value.intValue();
    }

    private void only(String path, JsonNode node, Set<String> names) {
        node.propertyNames()
                .forEach(name -> {
                    if (!names.contains(name)) {
                        mistake(path + "." + name, "Unknown; expected " + names);
                    }
                });
    }

    private Expression mistake(String path, String message) {
        mistakes.add(new Mistake(path, message));
        return NOTHING;
    }
}
