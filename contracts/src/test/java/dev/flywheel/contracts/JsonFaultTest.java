package dev.flywheel.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonFaultTest {

    private static final JsonMapper STRICT =
            Json.MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    record Part(int amount, Instant sentAt) {}

    record Order(List<Part> parts, String buyer) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"byer\":\"a\"}                 | Unknown member 'byer', expected one of buyer, parts",
                "{\"parts\":[{\"amount\":\"x\"}]} | The value of 'parts[0].amount' is of another kind",
                "{\"parts\":[{\"sent_at\":\"x\"}]}| The value of 'parts[0].sent_at' is of another kind",
                "[1,2]                            | JSON of another shape at line 1, column 1",
                "{\"buyer\":NaN}                  | Not JSON at line 1, column 13: Non-standard token 'NaN'",
                "{                                | Not JSON at line 1, column 2: Unexpected end-of-input: expected close marker for Object",
                "{\"buyer\":nul}                  | Not JSON at line 1, column 10: Unrecognized token 'nul': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
            })
    void saysWhatIsWrongAndWhere(String json, String message) {
        JacksonException fault =
                catchThrowableOfType(
                        JacksonException.class,
                        () -> STRICT.readValue(json.getBytes(UTF_8), Order.class));

        assertThat(JsonFault.of(fault)).isEqualTo(message);
    }
}
