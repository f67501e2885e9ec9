package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Quarantined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads the members of a JSON object, keeping an eye on what Jackson would let pass: a member
/// given twice.
final class JsonFields {

    /// NaN and Infinity are read so that the event is refused for the field that holds them, and
    /// its neighbours in the array are not.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private JsonFields() {}

    static JsonParser parser(String text) {
        return JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), text);
    }

    /// The value at which the parser stands; the parser is at its end afterwards.
    static Candidate candidate(int index, JsonParser parser, String text) {
        int start = offset(parser.currentTokenLocation());
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String kind = String.valueOf(parser.currentToken());
            parser.skipChildren();
            // A number ends where the next token begins, so that its end is not known yet.
            String content =
                    parser.currentToken().isScalarValue()
                            ? parser.getString()
                            : text.substring(start, offset(parser.currentLocation()));
            return Candidate.refused(
                    index,
                    content,
                    Candidate.TEXT,
                    List.of(
                            new Quarantined.Reason(
                                    null, "Expected a JSON object, found " + word(kind))));
        }
        List<Quarantined.Reason> faults = new ArrayList<>();
        Map<String, @Nullable Object> fields = object(parser, faults, "");
        String content = text.substring(start, offset(parser.currentLocation()));
        return new Candidate(index, content, Candidate.TEXT, fields, faults, null);
    }

    private static int offset(TokenStreamLocation location) {
        return Math.toIntExact(location.getCharOffset());
    }

    private static String word(String token) {
        return switch (token) {
            case "START_ARRAY" -> "an array";
            case "VALUE_STRING" -> "a text";
            case "VALUE_NULL" -> "null";
            case "VALUE_TRUE", "VALUE_FALSE" -> "a boolean";
            default -> "a number";
        };
    }

    private static Map<String, @Nullable Object> object(
            JsonParser parser, List<Quarantined.Reason> faults, String path) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            boolean twice = fields.containsKey(name);
            fields.put(name, value(parser, faults, path + name + "."));
            if (twice) {
                faults.add(new Quarantined.Reason(path + name, "Given more than once"));
            }
        }
        return fields;
    }

    private static @Nullable Object value(
            JsonParser parser, List<Quarantined.Reason> faults, String path) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, faults, path);
            case START_ARRAY -> array(parser, faults, path);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }

    private static List<@Nullable Object> array(
            JsonParser parser, List<Quarantined.Reason> faults, String path) {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser, faults, path));
        }
        return values;
    }
}
