package dev.flywheel.pipeline.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A mapping in a YAML file.
public final class YamlMap {

    private final YamlValue self;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private final Map<String, YamlValue> keys = new LinkedHashMap<>();

    YamlMap(YamlDocument document, YamlValue self, MappingNode mapping) {
        this.self = self;
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                new YamlValue(document, tuple.getKeyNode(), self.path()).expected("a word as key");
                continue;
            }
            String key = scalar.getValue();
            String path = self.path().isEmpty() ? key : self.path() + "." + key;
            YamlValue keyValue = new YamlValue(document, tuple.getKeyNode(), path);
            YamlValue first = keys.putIfAbsent(key, keyValue);
            if (first == null) {
                values.put(key, new YamlValue(document, tuple.getValueNode(), path));
            } else {
                boolean isElsewhere = !first.file().equals(keyValue.file());
                String where = isElsewhere ? ", first in " + first.file() : "";
                keyValue.note("'" + key + "' a second time" + where, "each key once", null);
            }
        }
    }

    /// Notes every key that is none of those, with the nearest one.
    public YamlMap allow(String... words) {
        List<String> allowed = List.of(words);
        keys.forEach((key, at) -> {
            if (!allowed.contains(key)) {
                at.note(
                        "unknown key '" + key + "'",
                        "one of " + String.join(", ", allowed),
                        Spelling.nearest(key, allowed));
            }
        });
        return this;
    }

    /// This mapping as a value, for its path and line.
    public YamlValue self() {
        return self;
    }

    /// The values by key, in the order of the file.
    public Map<String, YamlValue> values() {
        return values;
    }

    /// Where a key stands.
    public YamlValue keyAt(String key) {
        return keys.getOrDefault(key, self);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public @Nullable YamlValue get(String key) {
        return values.get(key);
    }

    /// The value of a key that must be there; null, and noted, if it isn't.
    public @Nullable YamlValue require(String key, String expected) {
        YamlValue value = values.get(key);
        if (value == null) {
            self.note("no key '" + key + "'", expected, null);
        }
        return value;
    }

    /// Reads a key that may be absent.
    public <T> T read(String key, Function<YamlValue, @Nullable T> reader, T otherwise) {
        YamlValue value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        T read = reader.apply(value);
        return read == null ? otherwise : read;
    }

    /// Reads a key that must be there.
    ///
    /// @param otherwise what to go on with after a mistake
    public <T> T must(
            String key, String expected, Function<YamlValue, @Nullable T> reader, T otherwise) {
        return require(key, expected) == null ? otherwise : read(key, reader, otherwise);
    }

    /// The keys that are there among those.
    public List<String> which(String... words) {
        List<String> present = new ArrayList<>(List.of(words));
        present.retainAll(values.keySet());
        return present;
    }
}
