package dev.flywheel.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.contracts.StableHash;
import dev.flywheel.pipeline.yaml.YamlDocument;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private static final Map<String, Object> ROW =
            Map.of(
                    "year", "2008",
                    "month", "4",
                    "day", "30",
                    "n", "3",
                    "session ID", "S1",
                    "score", 5.0,
                    "local", LocalDateTime.of(2008, 4, 30, 12, 0));

    private static final String DATE = "{ date: [year, month, day] }";
    private static final Instant MIDNIGHT = Instant.parse("2008-04-30T00:00:00Z");

    @Test
    void takesAColumnAndItsMap() {
        assertThat(value("session ID")).isEqualTo("S1");
        assertThat(value("none")).isNull();
        assertThat(value("{ column: none, default: 7 }")).isEqualTo(7L);
        assertThat(value("{ column: n, map: { 3: three } }")).isEqualTo("three");
        assertThat(value("{ column: n, map: { 4: four }, default: other }")).isEqualTo("other");
        assertThat(value("{ column: score, map: { 5: top } }")).isEqualTo("top");
        refuses("{ column: n, map: { 4: four } }", "'3' of column 'n' is not in the map");
    }

    @Test
    void takesConstantsAndTemplates() {
        assertThat(value("{ constant: 2.5 }")).isEqualTo(2.5);
        assertThat(value("{ constant: true }")).isEqualTo(true);
        assertThat(value("{ template: '{session ID}-{n}$1-{score}' }")).isEqualTo("S1-3$1-5");
        assertThat(value("{ template: '{session ID}-{none}' }")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ time: c }                                        | 2008-04-30T10:00:00Z      | 2008-04-30T10:00:00Z",
                "{ time: c }                                        | 2008-04-30 10:00:00.5+02:00 | 2008-04-30T08:00:00.500Z",
                "{ time: c }                                        | 2008-04-30 10:00:00       | 2008-04-30T10:00:00Z",
                "{ time: c }                                        | 2008-04-30T10:00+0200     | 2008-04-30T08:00:00Z",
                "{ time: c, zone: Europe/Berlin }                   | 2008-04-30                | 2008-04-29T22:00:00Z",
                "{ time: c, pattern: dd.MM.yyyy }                   | 30.04.2008                | 2008-04-30T00:00:00Z",
                "{ time: c, pattern: d.M.uuuu H:mm }                | 29.2.2008 7:05            | 2008-02-29T07:05:00Z",
                "{ time: c, pattern: 'dd/MMM/yyyy:HH:mm:ss xx' }    | 30/Apr/2008:10:00:00 +0200 | 2008-04-30T08:00:00Z",
                "{ time: c, pattern: MM/dd/yy h:mm a, zone: UTC }   | 04/30/08 3:05 PM          | 2008-04-30T15:05:00Z",
                "{ epoch_seconds: c }                               | 1209513600                | 2008-04-30T00:00:00Z",
                "{ epoch_seconds: c }                               | 1209513600.25             | 2008-04-30T00:00:00.250Z",
                "{ epoch_millis: c }                                | 1209513600001             | 2008-04-30T00:00:00.001Z",
                "{ plus_seconds: { to: c, offset: 604800 } }        | 2008-04-30                | 2008-05-07T00:00:00Z",
            })
    void tellsTheTime(String yaml, String text, Instant expected) {
        assertThat(read(yaml).value(_ -> text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ number: c, decimal: ',' }                  | 3,75      | 3.75",
                "{ number: c, decimal: ',', grouping: . }     | 1.204,50  | 1204.5",
                "{ number: c, decimal: ',', grouping: . }     | -12345,5  | -12345.5",
                "{ number: c, grouping: ',' }                 | 1,234,567.5 | 1234567.5",
                "{ number: c }                                | +3.25     | 3.25",
                "{ number: c, times: 0.01 }                   | 1999      | 19.99",
                "{ number: c, decimal: ',', offset: -32, times: 0.5 } | 33,5 | 0.75",
                "{ number: c, offset: 0.1 }                   | 0.2       | 0.3",
            })
    void readsNumbersAsTheyAreSpelled(String yaml, String text, double expected) {
        assertThat(read(yaml).value(_ -> text)).isEqualTo(expected);
    }

    @Test
    void takesWholeNumbersAndNumbersThatAreSomeAlready() {
        assertThat(value("{ number: n, decimal: ',' }")).isEqualTo(3L);
        assertThat(value("{ number: score, decimal: ',' }")).isEqualTo(5.0);
        assertThat(value("{ number: none }")).isNull();
        assertThat(value("{ number: none, times: 2 }")).isNull();
        assertThat(value("{ number: n, times: 100 }")).isEqualTo(300L);
        assertThat(value("{ number: score, offset: 2.5, times: 2 }")).isEqualTo(15L);
        assertThat(value("{ number: score, times: 1e18 }")).isEqualTo(5e18);
        assertThat(read("{ number: c, times: 2 }").value(_ -> Double.NaN)).isEqualTo(Double.NaN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ number: c, decimal: ',' }              | 1.204    | such as 1204,5 in column 'c', found '1.204'",
                "{ number: c, decimal: ',', grouping: . } | 1.5      | such as 1.204,5 in column 'c', found '1.5'",
                "{ number: c, decimal: ',' }              | 3 kg     | found '3 kg'",
                "{ number: c }                            | 1e5      | found '1e5'",
                "{ number: c }                            | NaN      | found 'NaN'",
            })
    void refusesWhatIsNoNumberInThatSpelling(String yaml, String text, String reason) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> read(yaml).value(_ -> text))
                .satisfies(e -> assertThat(e.reason()).contains(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ time: c }                              | 2026-02-29T10:00:00Z",
                "{ time: c }                              | 2026-02-28 24:00",
                "{ time: c, pattern: dd.MM.yyyy HH:mm }   | 31.02.2026 10:00",
                "{ time: c, pattern: d.M.uuuu }           | 31.4.2026",
                "{ time: c, pattern: MM/dd/yy h:mm a }    | 02/30/26 3:05 PM",
                "{ time: c, pattern: MM/dd/yy h:mm a }    | 02/20/26 13:05 PM",
            })
    void refusesTimesThatThereAreNot(String yaml, String text) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> read(yaml).value(_ -> text))
                .satisfies(e -> assertThat(e.reason()).contains("found '" + text + "'"));
    }

    @Test
    void countsTheTimeFromOneInstantToAnother() {
        String day = "{ date: [year, month, day] }";
        String noon = "{ plus_seconds: { to: %s, offset: 45000 } }".formatted(day);

        assertThat(value("{ elapsed: { from: %s, to: %s, in: hours } }".formatted(day, noon)))
                .isEqualTo(12.5);
        assertThat(value("{ elapsed: { from: %s, to: %s, in: days } }".formatted(noon, day)))
                .isEqualTo(-12.5 / 24);
        assertThat(value("{ elapsed: { from: %s, to: none, in: hours } }".formatted(day))).isNull();
    }

    @Test
    void hasNoValueWhereATextStandsForNone() {
        RowValues row = ((RowValues) ROW::get).without(Set.of("S1", "5"));

        assertThat(read("session ID").value(row)).isNull();
        assertThat(read("{ column: session ID, default: x }").value(row)).isEqualTo("x");
        assertThat(read("n").value(row)).isEqualTo("3");
        assertThat(read("score").value(row)).isEqualTo(5.0);
    }

    @Test
    void takesTimesThatAreTimesAlready() {
        assertThat(value("{ time: local, zone: Europe/Berlin }"))
                .isEqualTo(Instant.parse("2008-04-30T10:00:00Z"));
    }

    @Test
    void makesUpTheTimeOfDayFromAHash() {
        String hashed = "{ hash_time_of_day: { of: session ID, on: %s, within: 79200 } }";
        Instant start = MIDNIGHT.plusSeconds(Math.floorMod(StableHash.of("S1"), 79_200));

        assertThat(value(DATE)).isEqualTo(MIDNIGHT);
        assertThat(value(hashed.formatted(DATE))).isEqualTo(start);
        assertThat(
                        value(
                                "{ plus_seconds: { to: %s, column: n, offset: -1, times: 20 } }"
                                        .formatted(hashed.formatted(DATE))))
                .isEqualTo(start.plusSeconds(40));
    }

    @Test
    void refusesARowWhoseTimeIsNone() {
        refuses("{ date: [year, day, month] }", "No date");
        refuses("{ date: [year, session ID, day] }", "whole number in column 'session ID'");
        refuses("{ plus_seconds: { to: session ID, column: n } }", "found 'S1'");
        refuses("{ time: session ID, pattern: dd.MM.yyyy }", "such as dd.MM.yyyy in column");
        refuses("{ epoch_millis: session ID }", "Expected a number");
        refuses("{ plus_seconds: { to: none, offset: 1 } }", "found nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ }                                    | x",
                "{ kolumn: n }                          | x.kolumn",
                "{ column: n, mapp: {} }                | x.mapp",
                "{ column: n, map: {} }                 | x.map",
                "{ column: [n] }                        | x.column",
                "{ constant: [] }                       | x.constant",
                "{ template: plain }                    | x.template",
                "{ date: [year] }                       | x.date",
                "{ time: n, pattern: HH:mm }            | x.pattern",
                "{ time: n, pattern: yyyy-bb }          | x.pattern",
                "{ time: n, zone: Nowhere/City }        | x.zone",
                "{ hash_time_of_day: { of: n, on: n, within: 0 } } | x.hash_time_of_day.within",
                "{ hash_time_of_day: { of: n } }        | x.hash_time_of_day",
                "{ plus_seconds: { to: n, column: n, times: 1.5 } } | x.plus_seconds.times",
                "{ constant: 1, template: '{a}' }       | x",
                "{ number: n, decimal: ', ' }           | x.decimal",
                "{ number: n, decimal: 1 }              | x.decimal",
                "{ number: n, grouping: . }             | x.grouping",
                "{ number: n, times: twice }            | x.times",
                "{ number: n, offset: [1] }             | x.offset",
                "{ elapsed: { from: n, to: n } }        | x.elapsed",
                "{ elapsed: { from: n, to: n, in: weeks } } | x.elapsed.in",
            })
    void namesTheMistake(String yaml, String path) {
        YamlDocument document = new YamlDocument("x: " + yaml, "x.yaml");

        ExpressionReader.read(at(document));

        assertThat(document.findings()).extracting(finding -> finding.path()).contains(path);
    }

    private static void refuses(String yaml, String reason) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> value(yaml))
                .satisfies(e -> assertThat(e.reason()).contains(reason));
    }

    private static @Nullable Object value(String yaml) {
        return read(yaml).value(ROW::get);
    }

    private static Expression read(String yaml) {
        YamlDocument document = new YamlDocument("x: " + yaml, "x.yaml");
        Expression read = ExpressionReader.read(at(document));
        assertThat(document.findings()).isEmpty();
        return Objects.requireNonNull(read);
    }

    private static dev.flywheel.pipeline.yaml.YamlValue at(YamlDocument document) {
        return Objects.requireNonNull(
                Objects.requireNonNull(Objects.requireNonNull(document.root()).map("a mapping"))
                        .get("x"));
    }
}
