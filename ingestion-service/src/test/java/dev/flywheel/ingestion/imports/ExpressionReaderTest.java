package dev.flywheel.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.contracts.Json;
import dev.flywheel.ingestion.imports.ImportRefusedException.Mistake;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionReaderTest {

    private static final Row ROW =
            new Row(
                    7,
                    Map.of("year", 0, "month", 1, "day", 2, "n", 3, "session ID", 4, "none", 5),
                    List.of("2008", "4", "30", "3", "S1", ""),
                    true);

    @Test
    void readsAColumnAndItsMap() {
        assertThat(value("\"session ID\"")).isEqualTo("S1");
        assertThat(value("\"none\"")).isNull();
        assertThat(value("{\"column\":\"n\",\"map\":{\"3\":\"three\"}}")).isEqualTo("three");
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> value("{\"column\":\"n\",\"map\":{\"4\":\"four\"}}"));
    }

    @Test
    void readsConstantsAndTemplates() {
        assertThat(value("{\"constant\":2.5}")).isEqualTo(2.5);
        assertThat(value("{\"constant\":true}")).isEqualTo(true);
        assertThat(value("{\"template\":\"{session ID}-{n}$1\"}")).isEqualTo("S1-3$1");
    }

    @Test
    void makesUpTheTimeOfDayFromAHash() {
        // SHA-256("S1") begins with the bytes that hash 32 takes; 79200 s are 22 hours.
        Instant midnight = Instant.parse("2008-04-30T00:00:00Z");
        String onDate = "{\"date\":[\"year\",\"month\",\"day\"]}";
        String hashed = "{\"hash_time_of_day\":{\"of\":\"session ID\",\"on\":%s,\"within\":79200}}";

        assertThat(value(onDate)).isEqualTo(midnight);
        Instant start = Instant.parse(String.valueOf(value(hashed.formatted(onDate))));
        assertThat(start).isBetween(midnight, midnight.plusSeconds(79_199));
        assertThat(
                        value(
                                "{\"plus_seconds\":{\"to\":%s,\"column\":\"n\",\"offset\":-1,\"times\":20}}"
                                        .formatted(hashed.formatted(onDate))))
                .isEqualTo(start.plusSeconds(40));
    }

    @Test
    void refusesARowWhoseDateIsNone() {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> value("{\"date\":[\"year\",\"day\",\"month\"]}"));
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> value("{\"date\":[\"year\",\"session ID\",\"day\"]}"));
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(
                        () -> value("{\"plus_seconds\":{\"to\":\"session ID\",\"column\":\"n\"}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                                | columns.x",
                "{}                               | columns.x",
                "{\"kolumn\":\"n\"}                | columns.x",
                "{\"column\":1}                   | columns.x.column",
                "{\"column\":\"n\",\"mapp\":{}}    | columns.x.mapp",
                "{\"column\":\"n\",\"map\":{}}     | columns.x.map",
                "{\"constant\":[]}                | columns.x.constant",
                "{\"template\":1}                 | columns.x.template",
                "{\"date\":[\"year\"]}             | columns.x.date",
                "{\"hash_time_of_day\":{\"of\":\"n\",\"on\":\"n\",\"within\":0}} | columns.x.hash_time_of_day.within",
                "{\"hash_time_of_day\":{\"of\":\"n\"}} | columns.x.hash_time_of_day.on",
                "{\"plus_seconds\":{\"to\":\"n\",\"column\":\"n\",\"times\":1.5}} | columns.x.plus_seconds.times",
            })
    void namesTheMistake(String json, String path) {
        ExpressionReader reader = new ExpressionReader();

        reader.readAll(Map.of("x", Json.MAPPER.readTree(json)));

        assertThat(reader.mistakes()).extracting(Mistake::field).contains(path);
    }

    private static @Nullable Object value(String json) {
        ExpressionReader reader = new ExpressionReader();
        Expression read =
                reader.readAll(Map.of("x", Json.MAPPER.readTree(json))).values().iterator().next();
        assertThat(reader.mistakes()).isEmpty();
        return read.value(ROW);
    }
}
