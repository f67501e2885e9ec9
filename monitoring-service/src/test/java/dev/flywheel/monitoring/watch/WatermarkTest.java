package dev.flywheel.monitoring.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private static final Instant EARLY = Instant.parse("2008-07-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2008-07-02T00:00:00Z");

    private final Watermark watermark = new Watermark();

    @Test
    void knowsNothingBeforeTheFirstRecord() {
        watermark.caughtUp(0, true);

        assertThat(watermark.reached()).isEmpty();
    }

    @Test
    void takesTheGreatestOnceAllIsRead() {
        watermark.observe(0, EARLY);
        watermark.observe(1, LATE);
        watermark.observe(1, EARLY);
        watermark.caughtUp(0, true);
        watermark.caughtUp(1, true);

        assertThat(watermark.reached()).contains(LATE);
        assertThat(watermark.of(1)).contains(LATE);
    }

    @Test
    void waitsForAPartitionThatIsBehind() {
        watermark.observe(0, EARLY);
        watermark.observe(1, LATE);
        watermark.caughtUp(0, false);
        watermark.caughtUp(1, true);

        assertThat(watermark.reached()).contains(EARLY);
    }

    @Test
    void waitsForAPartitionThatHasNotBegun() {
        watermark.observe(1, LATE);
        watermark.caughtUp(0, false);

        assertThat(watermark.reached()).isEmpty();
        assertThat(watermark.isCaughtUp()).isFalse();
    }

    @Test
    void isNotHeldBackByAPartitionWithoutTraffic() {
        watermark.observe(1, LATE);
        watermark.caughtUp(0, true);
        watermark.caughtUp(1, true);

        assertThat(watermark.reached()).contains(LATE);
    }
}
