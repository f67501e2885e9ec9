package dev.flywheel.monitoring.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class WindowGridTest {

    @Property
    void givesEachInstantOneWindow(
            @ForAll @LongRange(min = -4_000_000_000_000L, max = 4_000_000_000_000L) long millis,
            @ForAll @IntRange(min = 1, max = 10_000) int minutes) {
        WindowGrid grid = new WindowGrid(Duration.ofMinutes(minutes));
        Instant at = Instant.ofEpochMilli(millis);

        Instant start = grid.start(at);

        assertThat(start).isBeforeOrEqualTo(at);
        assertThat(grid.end(at)).isAfter(at);
        assertThat(grid.start(start)).isEqualTo(start);
        assertThat(grid.start(grid.end(at))).isEqualTo(grid.end(at));
    }
}
