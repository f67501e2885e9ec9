package dev.flywheel.feature.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.feature.archive.Archive;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant EVENT = Instant.parse("2008-04-01T00:00:00Z");

    private final Watermark watermark = new Watermark(Duration.ofMinutes(5), Duration.ofSeconds(5));

    @Test
    void isAbsentWhileNothingWasArchived() {
        assertThat(watermark.observe(new Archive.Head((short) 0, 0, 0, 0, null, null), NOON))
                .isEmpty();
    }

    @Test
    void staysBehindWhatWasKnownAQuietPeriodAgo() {
        assertThat(watermark.observe(head(EVENT, NOON), NOON)).isEmpty();
        assertThat(
                        watermark.observe(
                                head(EVENT.plusSeconds(600), NOON.plusSeconds(4)),
                                NOON.plusSeconds(4)))
                .isEmpty();

        assertThat(
                        watermark.observe(
                                head(EVENT.plusSeconds(900), NOON.plusSeconds(6)),
                                NOON.plusSeconds(6)))
                .contains(EVENT.minusSeconds(300));
        assertThat(
                        watermark.observe(
                                head(EVENT.plusSeconds(900), NOON.plusSeconds(9)),
                                NOON.plusSeconds(9)))
                .contains(EVENT.plusSeconds(300));
    }

    @Test
    void closesWhenNothingArrivesForAQuietPeriod() {
        assertThat(watermark.observe(head(EVENT, NOON), NOON.plusSeconds(5))).contains(EVENT);
    }

    private static Archive.Head head(Instant lastEventTime, Instant changedAt) {
        return new Archive.Head((short) 1, 10, 10, 0, lastEventTime, changedAt);
    }
}
