package dev.flywheel.cli.loop;

import dev.flywheel.cli.terminal.Table;
import dev.flywheel.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Shows a comparison of versions as tables, one column a version. What differs has a star.
final class ComparisonPrinter {

    private static final int MOST_FEATURES = 15;
    private static final String DIFFERS = "* ";
    private static final String SAME = "  ";

    private final Terminal terminal;
    private final boolean all;

    /// @param all whether to show also what does not differ
    ComparisonPrinter(Terminal terminal, boolean all) {
        this.terminal = terminal;
        this.all = all;
    }

    void print(JsonNode comparison) {
        versions(comparison);
        rows("Parameters", comparison.path("parameters"));
        rows("Metrics", comparison.path("metrics"));
        slices(comparison.path("slices"));
        features(comparison.path("features"));
        importance(comparison);
    }

    private void versions(JsonNode comparison) {
        JsonNode versions = comparison.path("versions");
        Table table = new Table();
        table.row(cells(SAME + "version", versions, version -> text(version.path("version"))));
        table.row(cells(SAME + "created", versions, version -> text(version.path("created_at"))));
        table.row(
                cells(
                        SAME + "gate",
                        versions,
                        version -> text(version.path("gate").path("verdict"))));
        table.row(cells(SAME + "trainer", versions, version -> text(version.path("trainer"))));
        table.row(
                cells(
                        SAME + "aliases",
                        versions,
                        version ->
                                version.path("aliases")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .collect(Collectors.joining(", "))));
        table.print(terminal);
    }

    private void rows(String title, JsonNode rows) {
        Table table = new Table();
        int shown = 0;
        for (JsonNode row : rows) {
            if (isShown(row)) {
                table.row(cells(named(row, text(row.path("name"))), row.path("values")));
                shown++;
            }
        }
        print(title, table, shown);
    }

    private void slices(JsonNode segments) {
        Table table = new Table();
        int shown = 0;
        for (JsonNode segment : segments) {
            for (JsonNode row : segment.path("metrics")) {
                if (isShown(row)) {
                    String name = slice(segment) + " " + text(row.path("name"));
                    table.row(cells(named(row, name), row.path("values")));
                    shown++;
                }
            }
        }
        print("Metrics by slice", table, shown);
    }

    private static String slice(JsonNode segment) {
        String value =
                segment.path("other").asBoolean(false) ? "(other)" : text(segment.path("value"));
        return text(segment.path("feature")) + " " + (value.equals("-") ? "(missing)" : value);
    }

    private void features(JsonNode features) {
        Table table = new Table();
        int shown = 0;
        for (JsonNode feature : features) {
            if (isShown(feature)) {
                table.row(
                        cells(named(feature, text(feature.path("name"))), feature.path("changes")));
                shown++;
            }
        }
        print("Features, against the first version", table, shown);
    }

    private void importance(JsonNode comparison) {
        Table table = new Table();
        List<JsonNode> features = new ArrayList<>();
        comparison.path("features").forEach(features::add);
        features.removeIf(feature -> Double.isNaN(greatest(feature)));
        features.sort(Comparator.comparingDouble(ComparisonPrinter::greatest).reversed());
        int most = all ? features.size() : Math.min(features.size(), MOST_FEATURES);
        for (JsonNode feature : features.subList(0, most)) {
            table.row(cells(SAME + text(feature.path("name")), feature.path("importance")));
        }
        String metrics =
                comparison
                        .path("importance_metric")
                        .valueStream()
                        .filter(metric -> !metric.isNull())
                        .map(JsonNode::asString)
                        .distinct()
                        .collect(Collectors.joining(", "));
        print("Importance (loss of %s without it)".formatted(metrics), table, most);
    }

    private static double greatest(JsonNode feature) {
        return feature.path("importance")
                .valueStream()
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .max()
                .orElse(Double.NaN);
    }

    private boolean isShown(JsonNode row) {
        return all || row.path("differs").asBoolean(false);
    }

    private static String named(JsonNode row, String name) {
        return (row.path("differs").asBoolean(false) ? DIFFERS : SAME) + name;
    }

    private void print(String title, Table table, int rows) {
        if (rows > 0) {
            terminal.title(title);
            table.print(terminal);
        }
    }

    private static Object[] cells(String name, JsonNode values) {
        return cells(name, values, ComparisonPrinter::text);
    }

    private static Object[] cells(String name, JsonNode values, Function<JsonNode, String> shown) {
        List<String> cells = new ArrayList<>(List.of(name));
        values.forEach(value -> cells.add(shown.apply(value)));
        return cells.toArray();
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        boolean decimal = value.isNumber() && !value.isIntegralNumber();
        return decimal ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : value.asString();
    }
}
