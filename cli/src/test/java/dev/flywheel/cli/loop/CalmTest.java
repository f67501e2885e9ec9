package dev.flywheel.cli.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CalmTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Calm<String> calm = new Calm<>(Duration.ofSeconds(5), () -> now);

    @Test
    void lastsOnceNothingChangedForLongEnough() {
        assertThat(calm.lasts("a")).isFalse();
        now = now.plusSeconds(4);
        assertThat(calm.lasts("a")).isFalse();
        now = now.plusSeconds(1);
        assertThat(calm.lasts("a")).isTrue();
    }

    @Test
    void beginsAnewWithEachChange() {
        calm.lasts("a");
        now = now.plusSeconds(4);
        assertThat(calm.lasts("b")).isFalse();
        now = now.plusSeconds(4);
        assertThat(calm.lasts("b")).isFalse();
        now = now.plusSeconds(1);
        assertThat(calm.lasts("b")).isTrue();
    }
}
