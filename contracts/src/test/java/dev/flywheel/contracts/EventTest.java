package dev.flywheel.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {

    private static final String CLICK =
            """
            {"event_id":"e1","event_type":"click","event_time":"2008-04-01T10:00:00Z",\
            "item_id":"A13","order":3,"price":28.5,"user_id":"U1"}\
            """;

    @Test
    void readsFlatJsonWithKeysAndFieldsAsValues() {
        Event event = Json.read(CLICK.getBytes(StandardCharsets.UTF_8), Event.class);

        assertThat(event.place()).isEqualTo(new Place(Instant.parse("2008-04-01T10:00:00Z"), "e1"));
        assertThat(event.values())
                .isEqualTo(Map.of("user_id", "U1", "item_id", "A13", "order", 3L, "price", 28.5));
        assertThat(event.predictionId()).isNull();
    }

    @Test
    void writesTheSameFlatJson() {
        Event event = Json.read(CLICK.getBytes(StandardCharsets.UTF_8), Event.class);

        assertThat(new String(Json.bytes(event), StandardCharsets.UTF_8)).isEqualTo(CLICK);
    }

    @Test
    void ordersPlacesByTimeThenId() {
        Instant noon = Instant.parse("2008-04-01T12:00:00Z");

        assertThat(new Place(noon, "b").isAfter(new Place(noon, "a"))).isTrue();
        assertThat(new Place(noon, "a").isAfter(new Place(noon.minusSeconds(1), "z"))).isTrue();
        assertThat(new Place(noon, "a").isAfter(new Place(noon, "a"))).isFalse();
    }
}
