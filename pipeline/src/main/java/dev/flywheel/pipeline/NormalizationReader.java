package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.Normalization;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `normalize`: which spellings of a category are one.
final class NormalizationReader {

    private NormalizationReader() {}

    static @Nullable Normalization read(YamlValue feature, ValueType type) {
        YamlMap map = feature.map("a mapping");
        YamlValue at = map == null ? null : map.get("normalize");
        YamlMap ways = at == null ? null : at.map("a mapping with trim, lower or map");
        if (at == null || ways == null) {
            return null;
        }
        if (type.isNumeric()) {
            at.note("normalize of a number", "a feature that is a category", null);
        }
        ways.allow("trim", "lower", "map");
        Map<String, String> same = new LinkedHashMap<>();
        YamlValue words = ways.get("map");
        YamlMap mapping = words == null ? null : words.map("a mapping of words to words");
        if (mapping != null) {
            mapping.values()
                    .forEach((word, to) -> {
                        String text = to.text("a word");
                        if (text != null) {
                            same.put(word, text);
                        }
                    });
        }
        return new Normalization(
                ways.read("trim", YamlValue::truth, false),
                ways.read("lower", YamlValue::truth, false),
                same);
    }
}
