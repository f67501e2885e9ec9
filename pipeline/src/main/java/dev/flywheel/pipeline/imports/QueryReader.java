package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.imports.ImportSpec.Query;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import org.jspecify.annotations.Nullable;

/// Reads which rows of a database an import takes: `query`, `position` and `since`.
final class QueryReader {

    private static final String EXPECTED = "one query, beginning with SELECT or WITH";

    private QueryReader() {}

    /// Null where the rows come from files, or after a mistake.
    static @Nullable Query query(YamlMap map) {
        YamlValue query = map.get("query");
        if (query == null) {
            for (String key : map.which("position", "since")) {
                map.keyAt(key).note(key + " without query", "it beside a query only", null);
            }
            return null;
        }
        for (String key : map.which("path", "format", "delimiter", "charset")) {
            map.keyAt(key).note(key + " of a query", "it with files only", null);
        }
        if (!map.has("source")) {
            map.require("source", "the name of a database that the ingestion service knows");
        }
        QueryText text = text(query);
        String position = position(map);
        YamlValue from = map.get("since");
        String since = from == null ? null : since(from);
        if (text == null) {
            return null;
        }
        if (position == null) {
            if (text.parameters() > 0) {
                map.require("position", "the column whose latest value :since is");
            }
            for (String key : map.which("since")) {
                map.keyAt(key).note("since without position", "both or neither", null);
            }
        } else if (text.parameters() == 0) {
            map.keyAt("query")
                    .note("no :since", "it, such as where %s > :since".formatted(position), null);
        }
        return new Query(text.sql(), text.parameters(), position, since);
    }

    private static @Nullable String position(YamlMap map) {
        String column = map.read("position", at -> at.text("the name of a column"), "");
        return column.isEmpty() ? null : column;
    }

    private static @Nullable QueryText text(YamlValue value) {
        String written = value.text(EXPECTED);
        if (written == null) {
            return null;
        }
        QueryText text = QueryText.of(written);
        if (text.fault() != null) {
            value.note(text.fault(), EXPECTED, null);
        }
        return text;
    }

    private static @Nullable String since(YamlValue value) {
        Object scalar = value.scalar();
        if (scalar == null) {
            value.expected("a time or a number");
            return null;
        }
        return scalar.toString();
    }
}
