package dev.flywheel.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.webhook.Outcome.Answered;
import dev.flywheel.registry.webhook.Outcome.Refused;
import dev.flywheel.registry.webhook.Outcome.Unreachable;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final Outcome SILENT = new Unreachable("nobody answers");

    private final BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private final Random random = new Random(7);

    @Test
    void doublesUpToTheLimitAndLeavesOutARandomHalf() {
        for (int attempts = 1; attempts <= 60; attempts++) {
            long whole = Math.min(60_000, 1_000L << Math.min(attempts - 1, 20));

            Duration delay = backOff.after(attempts, SILENT, random);

            assertThat(delay).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
        }
    }

    @Test
    void waitsAsLongAsTheReceiverAsksForUpToTheLimit() {
        assertThat(backOff.after(1, busy(30), random)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backOff.after(1, busy(86_400), random)).isEqualTo(Duration.ofMinutes(1));
        assertThat(backOff.after(1, new Answered(503, "", null), random))
                .isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(backOff.after(7, busy(0), random)).isGreaterThan(Duration.ofSeconds(29));
    }

    @Test
    void isForWhatMayPass() {
        for (int status : new int[] {408, 429, 500, 503}) {
            assertThat(new Answered(status, "", null).isWorthRetrying()).isTrue();
        }
        for (int status : new int[] {301, 400, 401, 404, 410}) {
            assertThat(new Answered(status, "", null).isWorthRetrying()).isFalse();
            assertThat(new Answered(status, "", null).isDelivered()).isFalse();
        }
        assertThat(SILENT.isWorthRetrying()).isTrue();
        assertThat(new Refused("loopback").isWorthRetrying()).isFalse();
        assertThat(new Answered(204, "", null).isDelivered()).isTrue();
    }

    private static Outcome busy(long seconds) {
        return new Answered(429, "", Duration.ofSeconds(seconds));
    }
}
