package dev.flywheel.pipeline.imports;

import dev.flywheel.contracts.Json;
import dev.flywheel.pipeline.imports.ImportSpec.Format;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads imports: the section `imports` of a pipeline's file, or a single one.
public final class ImportReader {

    /// The source that every installation has.
    public static final String FILES = "files";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
    private static final String ENTITY = "entity:";
    private static final int FASTEST = 10_000_000;

    private final Schema schema;

    public ImportReader(Schema schema) {
        this.schema = schema;
    }

    /// All imports by name, in the order of the file; null after a mistake.
    public @Nullable Map<String, ImportSpec> readAll(YamlValue value) {
        YamlMap map = value.map("a mapping of imports by name");
        if (map == null) {
            return null;
        }
        Map<String, ImportSpec> imports = new LinkedHashMap<>();
        map.values()
                .forEach((name, at) -> {
                    if (!NAME.matcher(name).matches()) {
                        map.keyAt(name)
                                .note(
                                        "'" + name + "'",
                                        "letters, digits, _ and -, beginning with a letter",
                                        null);
                    }
                    ImportSpec spec = read(name, at);
                    if (spec != null) {
                        imports.put(name, spec);
                    }
                });
        return imports;
    }

    /// One import; null after a mistake.
    ///
    /// @param name empty if it has none
    public @Nullable ImportSpec read(String name, YamlValue value) {
        YamlMap map = value.map("a mapping with path or query, and columns");
        if (map == null) {
            return null;
        }
        map.allow(
                "source",
                "path",
                "query",
                "position",
                "since",
                "format",
                "delimiter",
                "charset",
                "target",
                "event_type",
                "columns",
                "missing",
                "where",
                "sample",
                "from",
                "to",
                "schedule",
                "rate");
        String path = map.read("path", ImportReader::path, "");
        Format format = map.read("format", ImportReader::format, formatOf(path));
        Target target = target(map);
        Map<String, Expression> columns =
                target == null ? Map.of() : new MappingReader(schema, target).columns(map);
        YamlValue rate = map.get("rate");
        Long rows = rate == null ? null : rate.integer(1, FASTEST);
        return new ImportSpec(
                name,
                map.read("source", at -> at.text("the name of a source"), FILES),
                path.isEmpty() ? null : path,
                QueryReader.query(map),
                format,
                SelectionReader.csv(map, format),
                target == null ? nothing() : target,
                columns,
                map.read("missing", SelectionReader::texts, Set.of()),
                !map.has("columns"),
                SelectionReader.selection(map),
                map.has("schedule") ? map.read("schedule", YamlValue::cron, "") : null,
                rows == null ? null : rows.intValue(),
                Json.MAPPER.writeValueAsString(plain(value)));
    }

    /// As good as any after a mistake, which keeps the file from being used.
    private static Target nothing() {
        return new Target.Versions(new EntitySpec("", "", Map.of()));
    }

    private @Nullable Target target(YamlMap map) {
        String target = map.read("target", at -> at.text("events or entity:<name>"), "events");
        if (target.startsWith(ENTITY)) {
            EntitySpec entity = schema.entities().get(target.substring(ENTITY.length()));
            if (entity == null) {
                List<String> words =
                        schema.entities().keySet().stream().map(ENTITY::concat).toList();
                map.read("target", at -> at.among(words, "events or an entity"), "");
                return null;
            }
            if (map.has("event_type")) {
                map.keyAt("event_type").note("an event's type", "none beside an entity", null);
            }
            return new Target.Versions(entity);
        }
        if (!target.equals("events")) {
            map.read("target", at -> at.among(targets(), "what the rows are"), "");
            return null;
        }
        return event(map);
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>(List.of("events"));
        schema.entities().keySet().forEach(entity -> targets.add(ENTITY + entity));
        return targets;
    }

    private @Nullable Target event(YamlMap map) {
        Map<String, EventSpec> events = schema.events();
        if (!map.has("event_type") && events.size() == 1) {
            return new Target.Events(events.values().iterator().next());
        }
        String expected = "which event the rows are: " + String.join(", ", events.keySet());
        String type =
                map.must("event_type", expected, at -> at.among(events.keySet(), "an event"), "");
        EventSpec event = events.get(type);
        return event == null ? null : new Target.Events(event);
    }

    private static @Nullable String path(YamlValue value) {
        String path = value.text("the path of a file within the source");
        if (path == null) {
            return null;
        }
        String fault = new DatedPath(path).fault();
        if (path.isBlank() || fault != null) {
            value.note(
                    fault == null ? "a blank path" : "'%s' (%s)".formatted(path, fault),
                    "the path of a file, perhaps with a day such as {yyyy-MM-dd}",
                    null);
        }
        return path;
    }

    private static @Nullable Format format(YamlValue value) {
        return value.among(Format.values(), Format::word, "a format");
    }

    /// What a path's ending says.
    public static Format formatOf(String path) {
        String name = path.endsWith(".gz") ? path.substring(0, path.length() - 3) : path;
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return Format.NDJSON;
        }
        return name.endsWith(".parquet") ? Format.PARQUET : Format.CSV;
    }

    private static @Nullable Object plain(YamlValue value) {
        if (value.isMap()) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            YamlMap map = value.map("a mapping");
            if (map != null) {
                map.values().forEach((key, at) -> plain.put(key, plain(at)));
            }
            return plain;
        }
        if (value.isList()) {
            return value.list("a list").stream().map(ImportReader::plain).toList();
        }
        return value.scalar();
    }
}
