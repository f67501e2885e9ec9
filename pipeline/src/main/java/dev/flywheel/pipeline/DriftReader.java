package dev.flywheel.pipeline;

import dev.flywheel.pipeline.expectation.Check;
import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `drift_from_champion`.
final class DriftReader {

    private static final List<String> WORDS =
            Arrays.stream(Divergence.values()).map(Divergence::word).toList();

    private final DatasetColumns columns;

    DriftReader(DatasetColumns columns) {
        this.columns = columns;
    }

    /// Null after a mistake.
    @Nullable Check read(YamlMap map) {
        String expected = "one of " + String.join(", ", WORDS);
        YamlValue value = map.require("drift_from_champion", expected);
        YamlMap inner = value == null ? null : value.map("a mapping with " + expected);
        if (inner == null) {
            return null;
        }
        inner.allow(WORDS.toArray(String[]::new));
        List<String> which = inner.which(WORDS.toArray(String[]::new));
        if (which.size() != 1) {
            if (inner.values().isEmpty() || which.size() > 1) {
                inner.self().note(which.isEmpty() ? "nothing" : "several", expected, null);
            }
            return null;
        }
        Divergence by = divergence(which.getFirst());
        YamlValue limit = inner.require(by.word(), "its limit");
        YamlMap limits = limit == null ? null : limit.map("a mapping with its limit");
        if (limits == null) {
            return null;
        }
        return new Check.Drift(
                feature(map, by),
                by,
                by.isProbability()
                        ? LimitReader.SHARE.only("at_least", limits)
                        : LimitReader.COUNT.only("at_most", limits));
    }

    private static Divergence divergence(String word) {
        return Divergence.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private @Nullable String feature(YamlMap map, Divergence by) {
        if (!map.has("feature")) {
            return null;
        }
        return by == Divergence.KS ? columns.numericFeature(map) : columns.feature(map);
    }
}
