package dev.flywheel.pipeline.yaml;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A value in a YAML file, with its path and line.
public final class YamlValue {

    private static final int SHOWN = 300;

    private final YamlDocument document;
    private final Node node;
    private final String path;

    YamlValue(YamlDocument document, Node node, String path) {
        this.document = document;
        this.node = node;
        this.path = path;
    }

    public String path() {
        return path;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isNull() {
        return Tag.NULL.equals(node.getTag());
    }

    /// Notes that something else was expected here.
    public void expected(String expected) {
        note(found(), expected, null);
    }

    /// Notes what is wrong in words of the caller.
    public void note(String found, String expected, @Nullable String suggestion) {
        Mark mark = node.getStartMark().orElse(null);
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        document.add(new Finding(file(), line, column, path, found, expected, suggestion));
    }

    /// The name of the file that says it.
    String file() {
        return node.getStartMark().map(Mark::getName).orElse("");
    }

    /// The mapping here; null, and noted, if it is none.
    public @Nullable YamlMap map(String expected) {
        if (node instanceof MappingNode mapping) {
            return new YamlMap(document, this, mapping);
        }
        expected(expected);
        return null;
    }

    /// The elements of the list here; empty, and noted, if it is none.
    public List<YamlValue> list(String expected) {
        if (!(node instanceof SequenceNode sequence)) {
            expected(expected);
            return List.of();
        }
        List<YamlValue> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            elements.add(new YamlValue(document, element, path + "[" + elements.size() + "]"));
        }
        return elements;
    }

    /// The list here, or the one value as a list of one.
    public List<YamlValue> oneOrMore() {
        return isList() ? list("a list") : List.of(this);
    }

    /// Any scalar as its text; null, and noted, otherwise.
    public @Nullable String text(String expected) {
        if (node instanceof ScalarNode scalar && !isNull()) {
            return scalar.getValue();
        }
        expected(expected);
        return null;
    }

    /// One of those words; null, and noted with the nearest one, otherwise.
    ///
    /// @param what the kind of word, such as `an entity`
    public @Nullable String among(Collection<String> words, String what) {
        String expected = what + ": " + String.join(", ", words);
        String word = text(expected);
        if (word == null || words.contains(word)) {
            return word;
        }
        note(found(), expected, Spelling.nearest(word, words));
        return null;
    }

    /// One of those words, some of which the caller tells to be mistakes: a message offers others.
    public @Nullable String among(
            Collection<String> words, Collection<String> offered, String what) {
        boolean isKnown = node instanceof ScalarNode scalar && words.contains(scalar.getValue());
        return among(isKnown || offered.isEmpty() ? words : offered, what);
    }

    /// The constant with that word.
    public <T> @Nullable T among(T[] constants, Function<T, String> words, String what) {
        List<String> all = new ArrayList<>();
        for (T constant : constants) {
            all.add(words.apply(constant));
        }
        String word = among(all, what);
        return word == null ? null : constants[all.indexOf(word)];
    }

    public @Nullable Boolean truth() {
        if (node instanceof ScalarNode scalar && Tag.BOOL.equals(node.getTag())) {
            return Boolean.valueOf(scalar.getValue());
        }
        expected("true or false");
        return null;
    }

    public @Nullable Long integer(long least, long most) {
        String expected =
                most == Long.MAX_VALUE
                        ? "a whole number of at least " + least
                        : "a whole number from %d to %d".formatted(least, most);
        if (node instanceof ScalarNode scalar && Tag.INT.equals(node.getTag())) {
            try {
                long value = Long.parseLong(scalar.getValue());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException _) {
                expected(expected);
                return null;
            }
        }
        expectedNumber(expected);
        return null;
    }

    public @Nullable Double number(double least, double most) {
        Object scalar = scalar();
        if (scalar instanceof Number number
                && number.doubleValue() >= least
                && number.doubleValue() <= most) {
            return number.doubleValue();
        }
        if (Double.isInfinite(most)) {
            expectedNumber(
                    Double.isInfinite(least) ? "a number" : "a number of at least " + plain(least));
        } else {
            expectedNumber("a number from %s to %s".formatted(plain(least), plain(most)));
        }
        return null;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /// A number in quotes is a text, which it would not look like in the message.
    private void expectedNumber(String expected) {
        boolean quoted =
                node instanceof ScalarNode scalar && scalar.getScalarStyle() != ScalarStyle.PLAIN;
        note((quoted ? "the text " : "") + found(), expected, null);
    }

    public @Nullable Duration duration() {
        String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        Duration value = Durations.parse(word);
        if (value == null) {
            expected(Durations.expected(word));
        }
        return value;
    }

    public @Nullable ZoneId zone() {
        String word = text(Zones.EXPECTED);
        try {
            return word == null ? null : ZoneId.of(word);
        } catch (DateTimeException _) {
            note(found(), Zones.EXPECTED, Zones.like(word));
            return null;
        }
    }

    /// A schedule, its five fields one blank apart.
    public @Nullable String cron() {
        String text = text(Crons.EXPECTED);
        if (text == null) {
            return null;
        }
        List<String> fields = Crons.fields(text);
        String fault = Crons.fault(fields);
        if (fault != null) {
            note("%s (%s)".formatted(found(), fault), Crons.EXPECTED, null);
        }
        return String.join(" ", fields);
    }

    /// A long, double, boolean or text; null if it is no scalar, without a note.
    public @Nullable Object scalar() {
        if (!(node instanceof ScalarNode scalar)) {
            return null;
        }
        String text = scalar.getValue();
        try {
            if (Tag.INT.equals(node.getTag())) {
                return Long.valueOf(text);
            }
            if (Tag.FLOAT.equals(node.getTag())) {
                double value = Double.parseDouble(text);
                return Double.isFinite(value) ? value : text;
            }
        } catch (NumberFormatException _) {
            return text;
        }
        if (Tag.BOOL.equals(node.getTag())) {
            return Boolean.valueOf(text);
        }
        return isNull() ? null : text;
    }

    /// What stands here, for a message; of a long text the beginning.
    public String found() {
        return switch (node) {
            case ScalarNode scalar when !isNull() -> {
                String text = scalar.getValue();
                yield text.length() <= SHOWN
                        ? "'" + text + "'"
                        : "'" + text.substring(0, SHOWN) + "...'";
            }
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            default -> "nothing";
        };
    }

    Node node() {
        return node;
    }
}
