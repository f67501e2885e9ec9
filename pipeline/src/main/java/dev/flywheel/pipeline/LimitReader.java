package dev.flywheel.pipeline;

import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads limits, which are spelt `at_least` and `at_most` everywhere.
///
/// @param least the least number that a limit may be
/// @param most the greatest
record LimitReader(double least, double most) {

    static final LimitReader ANY =
            new LimitReader(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    static final LimitReader COUNT = new LimitReader(0, Double.POSITIVE_INFINITY);
    static final LimitReader SHARE = new LimitReader(0, 1);
    static final LimitReader CORRELATION = new LimitReader(-1, 1);

    private static final String LEAST = "at_least";
    private static final String MOST = "at_most";
    private static final String BOTH = "at_least, at_most or both";

    /// The mapping `{ at_least: 1, at_most: 5 }`; null after a mistake.
    @Nullable Limits read(YamlValue value) {
        YamlMap map = value.map("a mapping with " + BOTH);
        return map == null ? null : in(map);
    }

    /// The mapping, or the list `[1, 5]` of both ends.
    @Nullable Limits readEnds(YamlValue value) {
        if (!value.isList()) {
            return read(value);
        }
        List<YamlValue> ends = value.list("two numbers, such as [1, 5]");
        if (ends.size() != 2) {
            value.note(ends.size() + " values", "two numbers, such as [1, 5]", null);
            return null;
        }
        return ordered(value, ends.get(0).number(least, most), ends.get(1).number(least, most));
    }

    /// The limits among the keys of a mapping.
    ///
    /// @param others keys that it has besides
    @Nullable Limits in(YamlMap map, String... others) {
        List<String> allowed = new ArrayList<>(List.of(others));
        allowed.addAll(List.of(LEAST, MOST));
        map.allow(allowed.toArray(String[]::new));
        if (map.which(LEAST, MOST).isEmpty()) {
            if (allowed.containsAll(map.values().keySet())) {
                map.self().note("no limit", BOTH, null);
            }
            return null;
        }
        return ordered(map.self(), number(map, LEAST), number(map, MOST));
    }

    /// The one limit of a mapping that has nothing else; 0 after a mistake.
    double only(String word, YamlMap map) {
        map.allow(word);
        if (!map.has(word)) {
            if (map.values().isEmpty()) {
                map.self().note("no limit", word, null);
            }
            return 0;
        }
        return map.read(word, at -> at.number(least, most), 0.0);
    }

    private @Nullable Double number(YamlMap map, String word) {
        YamlValue value = map.get(word);
        return value == null ? null : value.number(least, most);
    }

    /// Null after a mistake, which is noted.
    private static @Nullable Limits ordered(
            YamlValue at, @Nullable Double least, @Nullable Double most) {
        if (least == null && most == null) {
            return null;
        }
        if (least != null && most != null && least > most) {
            String found = "%s before %s".formatted(Limits.plain(least), Limits.plain(most));
            at.note(found, "the smaller number first", null);
        }
        return new Limits(least, most);
    }
}
