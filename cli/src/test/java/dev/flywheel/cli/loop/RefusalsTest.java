package dev.flywheel.cli.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final String QUARANTINE =
            """
            [{"origin": {"import_id": "mine"}, "reasons": [{"message": "has 3 fields, expected 4"}]},
             {"origin": {"import_id": "mine"},
              "reasons": [{"field": "kg", "message": "is 'k.A.', not a number"}]},
             {"origin": {"import_id": "mine"},
              "reasons": [{"field": "kg", "message": "is '-', not a number"},
                          {"field": "h", "message": "is -1.5, less than 0"}]},
             {"origin": {"import_id": "other"}, "reasons": [{"message": "no JSON"}]},
             {"reasons": [{"field": "kg", "message": "is 'x', not a number"}]}]
            """;

    @Test
    void countsAlikeReasonsOfAnImportTogether() {
        assertThat(Refusals.of(Json.MAPPER.readTree(QUARANTINE), "mine"))
                .containsExactly(
                        "2x kg: is 'k.A.', not a number",
                        "1x has 3 fields, expected 4",
                        "1x h: is -1.5, less than 0");
    }

    @Test
    void tellsApartWhatIsAnotherReasonAndNotWhatIsAnotherValue() {
        assertThat(
                        told(
                                "Expected 12 fields, found 14",
                                "Expected 12 fields, found 5",
                                "is that of event 'a-1', expected once in 3600 s",
                                "is that of event 'a-2', expected once in 3600 s",
                                "Expected a number, found 'x'",
                                "Expected a number, found 'y'"))
                .containsExactly(
                        "2x is that of event 'a-1', expected once in 3600 s",
                        "2x Expected a number, found 'x'",
                        "1x Expected 12 fields, found 14",
                        "1x Expected 12 fields, found 5");
    }

    @Test
    void saysHowManyItDoesNotTell() {
        assertThat(told("a", "b", "c", "d", "e", "f", "g"))
                .hasSize(6)
                .last()
                .isEqualTo("and 2 other reasons");
    }

    private static List<String> told(String... messages) {
        String inputs =
                Arrays.stream(messages)
                        .map(message ->
                                "{\"origin\":{\"import_id\":\"mine\"},\"reasons\":[{\"message\":\"%s\"}]}"
                                        .formatted(message))
                        .collect(Collectors.joining(",", "[", "]"));
        return Refusals.of(Json.MAPPER.readTree(inputs), "mine");
    }
}
