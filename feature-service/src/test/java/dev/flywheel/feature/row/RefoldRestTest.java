package dev.flywheel.feature.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefoldRestTest {

    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant ENDED = BEGAN.plusSeconds(60);

    private final RefoldRest rest = new RefoldRest();

    @Test
    void theFirstOneWaitsForNothing() {
        assertThat(rest.isOver(BEGAN, false)).isTrue();
    }

    @Test
    void lastsNineTimesAsLongWhileEventsArrive() {
        rest.after(BEGAN, ENDED);

        assertThat(rest.isOver(ENDED.plusSeconds(9 * 60 - 1), false)).isFalse();
        assertThat(rest.isOver(ENDED.plusSeconds(9 * 60), false)).isTrue();
    }

    @Test
    void lastsAsLongWhenNothingArrives() {
        rest.after(BEGAN, ENDED);

        assertThat(rest.isOver(ENDED.plusSeconds(59), true)).isFalse();
        assertThat(rest.isOver(ENDED.plusSeconds(60), true)).isTrue();
    }
}
