package dev.flywheel.pipeline;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.ValueRule;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a single value must be, of an event or of a row.
final class ValueRuleReader {

    /// The rules' words.
    static final List<String> WORDS = List.of("between", "in", "not_in", "matches", "length");

    private ValueRuleReader() {}

    /// Reads the rule of that word.
    ///
    /// @return null after a mistake
    static @Nullable ValueRule read(YamlMap map, String word) {
        YamlValue value = map.require(word, "a rule");
        if (value == null) {
            return null;
        }
        return switch (word) {
            case "between" -> {
                Limits limits = LimitReader.ANY.readEnds(value);
                yield limits == null ? null : new ValueRule.Between(limits);
            }
            case "in" -> new ValueRule.In(values(value));
            case "not_in" -> new ValueRule.NotIn(values(value));
            case "matches" -> matches(value);
            default -> {
                Limits limits = LimitReader.COUNT.readEnds(value);
                yield limits == null ? null : new ValueRule.Length(limits);
            }
        };
    }

    /// Notes a rule that values of that type can't have.
    ///
    /// @param number whether the values are numbers
    /// @param column what they are called
    static void checkType(YamlMap map, ValueRule rule, boolean number, String column) {
        switch (rule) {
            case ValueRule.Between _ -> {
                if (!number) {
                    wrongType(map.keyAt("between"), "between for the text '%s'", column, true);
                }
            }
            case ValueRule.Matches _ -> {
                if (number) {
                    wrongType(map.keyAt("matches"), "matches for the number '%s'", column, false);
                }
            }
            case ValueRule.Length _ -> {
                if (number) {
                    wrongType(map.keyAt("length"), "length for the number '%s'", column, false);
                }
            }
            case ValueRule.In(List<String> values) -> checkNumbers(map, "in", values, number);
            case ValueRule.NotIn(List<String> values) ->
                    checkNumbers(map, "not_in", values, number);
        }
    }

    private static void wrongType(YamlValue at, String found, String column, boolean number) {
        at.note(found.formatted(column), number ? "a number or an integer" : "a text", null);
    }

    private static void checkNumbers(
            YamlMap map, String word, List<String> values, boolean number) {
        if (!number) {
            return;
        }
        for (String value : values) {
            try {
                if (Double.isFinite(Double.parseDouble(value))) {
                    continue;
                }
            } catch (NumberFormatException _) {
                // Told below, as a number that is none.
            }
            map.keyAt(word).note("'" + value + "'", "numbers, as the values are numbers", null);
        }
    }

    private static List<String> values(YamlValue value) {
        List<String> words = new ArrayList<>();
        List<YamlValue> elements = value.list("a list of values");
        for (YamlValue element : elements) {
            String word = element.text("a value");
            if (word != null) {
                words.add(word);
            }
        }
        if (value.isList() && elements.isEmpty()) {
            value.note("an empty list", "a list of values", null);
        }
        return words;
    }

    private static @Nullable ValueRule matches(YamlValue value) {
        String expected = "a regular expression (RE2), such as \"[A-Z][0-9]+\"";
        String text = value.text(expected);
        if (text == null) {
            return null;
        }
        try {
            return new ValueRule.Matches(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            value.note("'%s' (%s)".formatted(text, e.getDescription()), expected, null);
            return null;
        }
    }
}
