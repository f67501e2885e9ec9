package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Quarantined.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitySchemaTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final EntitySchema schema =
            new EntitySchema(PipelineFixtures.aPipeline().schema().entity("item"));

    @Test
    void acceptsWithTheKeyOfThePath() {
        Map<String, Object> json =
                Map.of(
                        "valid_from",
                        "2008-04-01T00:00:00Z",
                        "attributes",
                        Map.of("colour", 3, "price", 28));

        Checked<EntityVersion> checked = schema.check(json, "A13", NOW);

        assertThat(checked)
                .isEqualTo(
                        new Checked.Accepted<>(
                                new EntityVersion(
                                        "item",
                                        "A13",
                                        Instant.parse("2008-04-01T00:00:00Z"),
                                        Map.of("colour", "3", "price", 28.0)),
                                false));
    }

    @Test
    void isValidFromNowWhereItSaysNothing() {
        Checked<EntityVersion> checked =
                schema.check(Map.of("key", "A13", "attributes", Map.of()), null, NOW);

        assertThat(((Checked.Accepted<EntityVersion>) checked).value().validFrom()).isEqualTo(NOW);
    }

    @Test
    void refusesWithAllReasonsAtOnce() {
        Map<String, Object> json =
                Map.of("valid_from", "soon", "attributes", Map.of("color", "red"));

        Checked<EntityVersion> checked = schema.check(json, null, NOW);

        assertThat(((Checked.Refused<EntityVersion>) checked).reasons())
                .extracting(Reason::field)
                .containsExactly("key", "valid_from", "color");
        assertThat(((Checked.Refused<EntityVersion>) checked).reasons().getLast().message())
                .endsWith("did you mean 'colour'?");
    }

    @ParameterizedTest
    @CsvSource({
        "0000-12-31T23:59:59Z, valid_from",
        "+10000-01-01T00:00:00Z, valid_from",
        "2026-01-01T00:00:00Z, key"
    })
    void refusesWhatTheArchiveCannotKeep(String validFrom, String field) {
        String key = field.equals("key") ? "\u00fc".repeat(501) : "A13";

        for (String inPath : Arrays.asList(key, null)) {
            Map<String, Object> json = new HashMap<>();
            json.put("valid_from", validFrom);
            json.put("attributes", Map.of());
            if (inPath == null) {
                json.put("key", key);
            }
            assertThat(((Checked.Refused<EntityVersion>) schema.check(json, inPath, NOW)).reasons())
                    .extracting(Reason::field)
                    .containsExactly(field);
        }
    }

    @Test
    void refusesAttributesOfTheWrongShape() {
        Checked<EntityVersion> checked =
                schema.check(Map.of("key", "A13", "attributes", List.of("red")), null, NOW);

        assertThat(((Checked.Refused<EntityVersion>) checked).reasons())
                .containsExactly(new Reason("attributes", "is no object, but [red]"));
    }
}
