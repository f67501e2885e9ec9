package dev.flywheel.cli.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
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
}
