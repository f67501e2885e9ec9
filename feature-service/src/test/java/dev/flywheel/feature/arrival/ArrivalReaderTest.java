package dev.flywheel.feature.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.feature.FeatureFixtures;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final ArrivalReader reader =
            new ArrivalReader(FeatureFixtures.aPipeline("shop"), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void readsAnEvent() {
        Reading reading =
                event(
                        """
                        {"event_id":"e1","event_type":"click","event_time":"2026-04-01T00:00:00.123456789Z",
                         "prediction_id":"p1","user_id":"U1","item_id":7,"order":3}
                        """);

        assertThat(reading).isInstanceOf(Reading.OfEvent.class);
        Event event = ((Reading.OfEvent) reading).event();
        assertThat(event.eventTime()).isEqualTo(Instant.parse("2026-04-01T00:00:00.123456Z"));
        assertThat(event.values()).isEqualTo(Map.of("user_id", "U1", "item_id", "7", "order", 3L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1, 2] | JSON of another shape",
                "{\"event_id\": | Not JSON at line 1, column 13",
                "{\"event_id\":\"e\",\"event_type\":\"clic\",\"user_id\":\"U\",\"item_id\":\"I\"} | did you mean 'click'",
                "{\"event_id\":\"e\",\"event_type\":\"click\",\"user_id\":\"U\"} | is missing",
                "{\"event_id\":\"e\",\"event_type\":\"click\",\"user_id\":\"U\",\"item_id\":\"I\",\"colour\":1} | no field of click",
                "{\"event_id\":\"e\",\"event_type\":\"click\",\"user_id\":\"U\",\"item_id\":\"I\",\"order\":\"x\"} | whole number",
                "{\"event_id\":\"e\",\"event_type\":\"view\",\"user_id\":\"U\",\"item_id\":\"I\",\"seconds\":NaN} | Non-standard token 'NaN'",
                "{\"event_id\":\"e\",\"event_type\":\"click\",\"user_id\":\"U\",\"item_id\":\"I\",\"event_time\":\"2036-01-01T00:00:00Z\"} | after",
                "{\"event_id\":\"a\\u0000b\",\"event_type\":\"click\",\"user_id\":\"U\",\"item_id\":\"I\"} | NUL",
                "{\"event_id\":\"\\ud800\",\"event_type\":\"click\",\"user_id\":\"U\",\"item_id\":\"I\"} | surrogate",
                "null | missing",
            })
    void refusesWithTheReasonAndTheWholeInput(String json, String reason) {
        Quarantined quarantined = refused(event(json));

        assertThat(quarantined.content()).isEqualTo(json);
        assertThat(quarantined.encoding()).isEqualTo("text");
        assertThat(quarantined.refusedBy()).isEqualTo("feature");
        assertThat(quarantined.reasons())
                .anySatisfy(found -> assertThat(found.message()).contains(reason));
    }

    @Test
    void keepsBytesThatAreNoTextAsBase64() {
        Quarantined quarantined = refused(reader.event(new byte[] {(byte) 0xff, 0, 1}, NOW));

        assertThat(quarantined.encoding()).isEqualTo("base64");
        assertThat(quarantined.content()).isEqualTo("/wAB");
    }

    @Test
    void readsTheSameBytesAlike() {
        String withoutId = "{\"event_type\":\"click\",\"user_id\":\"U\",\"item_id\":\"I\"}";

        Event once = ((Reading.OfEvent) event(withoutId)).event();
        Event again = ((Reading.OfEvent) event(withoutId)).event();

        assertThat(again).isEqualTo(once);
    }

    @Test
    void readsAnEntityVersion() {
        Reading reading =
                version(
                        """
                        {"entity":"item","key":"I1","valid_from":"2026-04-01T00:00:00Z","attributes":{"price":9.5}}
                        """);

        assertThat(reading)
                .isEqualTo(
                        new Reading.OfEntityVersion(
                                new dev.flywheel.contracts.EntityVersion(
                                        "item",
                                        "I1",
                                        Instant.parse("2026-04-01T00:00:00Z"),
                                        Map.of("price", 9.5))));
    }

    /// The door refuses them too, but others may write to the topic.
    @Test
    void refusesWhatTheArchiveCannotKeep() {
        String click =
                "{\"event_id\":\"%s\",\"event_type\":\"click\",\"user_id\":\"U\",\"item_id\":\"I\"}";
        String item =
                "{\"entity\":\"item\",\"key\":\"%s\",\"valid_from\":\"%s\",\"attributes\":{\"price\":1}}";
        String tooLong = "\u00fc".repeat(501);

        assertThat(refused(event(click.formatted(tooLong))).reasons().getFirst().field())
                .isEqualTo("event_id");
        assertThat(
                        refused(version(item.formatted(tooLong, "2026-04-01T00:00:00Z")))
                                .reasons()
                                .getFirst()
                                .field())
                .isEqualTo("key");
        assertThat(
                        refused(version(item.formatted("I1", "+10000-01-01T00:00:00Z")))
                                .reasons()
                                .getFirst()
                                .field())
                .isEqualTo("valid_from");
    }

    @Test
    void refusesAnEntityThatIsNotDeclared() {
        Quarantined quarantined = refused(version("{\"entity\":\"shop\",\"key\":\"S\"}"));

        assertThat(quarantined.reasons().getFirst().field()).isEqualTo("entity");
    }

    @Test
    void takesATombstoneForNothing() {
        assertThat(reader.event(null, NOW)).isInstanceOf(Reading.Empty.class);
        assertThat(reader.entityVersion(null, NOW)).isInstanceOf(Reading.Empty.class);
    }

    private Reading event(String json) {
        return reader.event(json.getBytes(UTF_8), NOW);
    }

    private Reading version(String json) {
        return reader.entityVersion(json.getBytes(UTF_8), NOW);
    }

    private static Quarantined refused(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).quarantined();
    }
}
