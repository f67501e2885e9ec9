package dev.flywheel.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PaceTest {

    private Instant now = Instant.EPOCH;

    @Test
    void waitsUntilSoManyRowsAreDue() {
        Pace pace = new Pace(100, clock());

        assertThat(pace.batch(5000)).isEqualTo(100);
        assertThat(pace.after(100)).isEqualTo(Duration.ofSeconds(1));
        now = now.plusMillis(1_200);
        assertThat(pace.after(100)).isEqualTo(Duration.ofMillis(800));
        now = now.plusMillis(800);
        assertThat(pace.after(50)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void doesNotMakeUpForALongPause() {
        Pace pace = new Pace(100, clock());

        now = now.plusSeconds(60);

        assertThat(pace.after(100)).isZero();
        assertThat(pace.after(100)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void neverWaitsWithoutARate() {
        Pace pace = new Pace(null, clock());

        assertThat(pace.batch(5000)).isEqualTo(5000);
        assertThat(pace.after(5000)).isZero();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
