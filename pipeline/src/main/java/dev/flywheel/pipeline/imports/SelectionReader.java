package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.imports.ImportSpec.Csv;
import dev.flywheel.pipeline.imports.ImportSpec.Format;
import dev.flywheel.pipeline.imports.ImportSpec.Sample;
import dev.flywheel.pipeline.imports.ImportSpec.Selection;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads which rows of a file are taken and how a CSV file is spelled.
final class SelectionReader {

    private SelectionReader() {}

    static Csv csv(YamlMap map, Format format) {
        if (format != Format.CSV) {
            for (String key : map.which("delimiter", "charset")) {
                map.keyAt(key).note(key + " of " + format.word(), "it with csv only", null);
            }
        }
        return new Csv(
                map.read("delimiter", SelectionReader::delimiter, ','),
                map.read("charset", SelectionReader::charset, StandardCharsets.UTF_8));
    }

    static Selection selection(YamlMap map) {
        return new Selection(
                map.read("where", SelectionReader::where, Map.of()),
                sample(map.get("sample")),
                instant(map.get("from")),
                instant(map.get("to")));
    }

    private static @Nullable Character delimiter(YamlValue value) {
        String expected = "one ASCII character, such as \";\"";
        String text = value.text(expected);
        if (text == null) {
            return null;
        }
        if (text.length() != 1 || text.charAt(0) >= 0x80 || "\"\r\n".contains(text)) {
            value.expected(expected);
            return null;
        }
        return text.charAt(0);
    }

    private static @Nullable Charset charset(YamlValue value) {
        String expected = "UTF-8 or a charset of one byte a character, such as ISO-8859-1";
        String name = value.text(expected);
        try {
            Charset charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
            if (charset.equals(StandardCharsets.UTF_8)
                    || (charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1)) {
                return charset;
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            // Told below, like a charset that can't be taken apart by the byte.
        }
        value.expected(expected);
        return null;
    }

    private static @Nullable Map<String, Set<String>> where(YamlValue value) {
        YamlMap map = value.map("a mapping of columns to the texts that are taken");
        if (map == null) {
            return null;
        }
        Map<String, Set<String>> where = new LinkedHashMap<>();
        map.values().forEach((column, at) -> where.put(column, texts(at)));
        return where;
    }

    static Set<String> texts(YamlValue value) {
        Set<String> texts = new LinkedHashSet<>();
        for (YamlValue each : value.oneOrMore()) {
            String text = each.text("a text, or a list of them");
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static @Nullable Sample sample(@Nullable YamlValue value) {
        YamlMap map = value == null ? null : value.map("a mapping with by and share");
        if (map == null) {
            return null;
        }
        map.allow("by", "share");
        String by =
                map.must(
                        "by",
                        "the column whose hash decides",
                        at -> at.text("a column's name"),
                        "");
        double share = map.must("share", "a share over 0, up to 1", at -> at.number(1e-9, 1), 1.0);
        return new Sample(by, share);
    }

    private static @Nullable Instant instant(@Nullable YamlValue value) {
        String expected = "a time such as 2026-11-23T08:00:00Z";
        String text = value == null ? null : value.text(expected);
        if (value == null || text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            value.expected(expected);
            return null;
        }
    }
}
