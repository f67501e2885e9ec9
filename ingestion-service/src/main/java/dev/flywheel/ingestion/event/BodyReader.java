package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.JsonFault;
import dev.flywheel.contracts.Quarantined;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Takes a request's body apart: one JSON object, an array of them, or one a line (NDJSON).
///
/// A JSON document is read as a whole or not at all; of NDJSON each line stands for itself.
public final class BodyReader {

    /// Each input costs a message and, refused, a part of the answer.
    private static final int MOST = 50_000;

    private static final char BOM = '\uFEFF';

    private BodyReader() {}

    /// The inputs of a JSON document.
    ///
    /// @throws TooManyInputsException if there are more than a request may bring
    /// @throws UnreadableBodyException if it is not UTF-8, not JSON, or neither an object nor an
    ///   array
    public static List<Candidate> readJson(byte[] body) {
        String text = utf8(body, 0, body.length);
        if (text == null) {
            throw unreadable(notUtf8(0, body, 0, body.length));
        }
        text = withoutBom(text);
        try (JsonParser parser = JsonFields.parser(text)) {
            List<Candidate> read = readDocument(parser, text);
            if (parser.nextToken() != null) {
                throw unreadable(
                        text,
                        "Something follows the JSON value; several objects go into an array, or"
                                + " one a line as application/x-ndjson");
            }
            return read;
        } catch (JacksonException e) {
            throw unreadable(text, JsonFault.of(e));
        }
    }

    private static List<Candidate> readDocument(JsonParser parser, String text) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            return List.of(JsonFields.candidate(0, parser, text));
        }
        if (first != JsonToken.START_ARRAY) {
            throw unreadable(
                    text,
                    first == null
                            ? "The body is empty"
                            : "Expected a JSON object or an array of objects");
        }
        List<Candidate> read = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            add(read, JsonFields.candidate(read.size(), parser, text));
        }
        if (read.isEmpty()) {
            throw unreadable(text, "The array is empty");
        }
        return read;
    }

    /// The inputs of a body with one JSON object a line; empty lines are passed over.
    ///
    /// @throws TooManyInputsException if there are more than a request may bring
    /// @throws UnreadableBodyException if there is no line
    public static List<Candidate> readLines(byte[] body) {
        List<Candidate> read = new ArrayList<>();
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            Candidate line = readLine(read.size(), body, start, end - start);
            if (line != null) {
                add(read, line);
            }
            start = end + 1;
        }
        if (read.isEmpty()) {
            throw unreadable("", "The body is empty");
        }
        return read;
    }

    private static void add(List<Candidate> read, Candidate next) {
        if (read.size() == MOST) {
            throw new TooManyInputsException(MOST);
        }
        read.add(next);
    }

    private static @Nullable Candidate readLine(int index, byte[] body, int start, int length) {
        String line = utf8(body, start, length);
        if (line == null) {
            return notUtf8(index, body, start, length);
        }
        String text = withoutBom(line).strip();
        return text.isEmpty() ? null : readObject(index, text);
    }

    /// The one JSON object of a text, or the reason why it is none.
    public static Candidate readObject(int index, String text) {
        try (JsonParser parser = JsonFields.parser(text)) {
            parser.nextToken();
            Candidate candidate = JsonFields.candidate(index, parser, text);
            if (parser.nextToken() == null) {
                return candidate;
            }
            return refused(index, text, "Something follows the JSON object");
        } catch (JacksonException e) {
            return refused(index, text, JsonFault.of(e));
        }
    }

    private static Candidate refused(int index, String text, String why) {
        return Candidate.refused(
                index, text, Candidate.TEXT, List.of(new Quarantined.Reason(null, why)));
    }

    private static Candidate notUtf8(int index, byte[] body, int start, int length) {
        String content =
                StandardCharsets.ISO_8859_1
                        .decode(Base64.getEncoder().encode(ByteBuffer.wrap(body, start, length)))
                        .toString();
        return Candidate.refused(
                index,
                content,
                Candidate.BASE64,
                List.of(new Quarantined.Reason(null, "Not UTF-8")));
    }

    private static UnreadableBodyException unreadable(Candidate body) {
        return new UnreadableBodyException(body);
    }

    private static UnreadableBodyException unreadable(String text, String why) {
        return unreadable(refused(0, text, why));
    }

    private static @Nullable String utf8(byte[] body, int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, start, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static String withoutBom(String text) {
        return !text.isEmpty() && text.charAt(0) == BOM ? text.substring(1) : text;
    }
}
