package dev.flywheel.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void comparesEventTimeFirst() {
        assertThat(new Place(NOON, "b")).isLessThan(new Place(NOON.plusNanos(1_000), "a"));
    }

    @Test
    void comparesIdsAsTheirUtf8Bytes() {
        List<String> ids =
                List.of("", "A", "AB", "a", "\u00e9", "\ue000", "\uffee", "\ud83d\ude00");

        for (String one : ids) {
            for (String other : ids) {
                assertThat(Integer.signum(new Place(NOON, one).compareTo(new Place(NOON, other))))
                        .isEqualTo(
                                Integer.signum(
                                        Arrays.compareUnsigned(
                                                one.getBytes(UTF_8), other.getBytes(UTF_8))));
            }
        }
    }
}
