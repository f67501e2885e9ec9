package dev.flywheel.cli.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int looks;
    private final Waiting waiting = new Waiting(() -> now, Duration.ZERO);

    @Test
    void givesTheFirstStateThatIsEnough() {
        assertThat(waiting.whileMoving(PATIENCE, () -> Optional.of(++looks), n -> n >= 3))
                .contains(3);
    }

    @Test
    void waitsAsLongAsSomethingMoves() {
        assertThat(waiting.whileMoving(PATIENCE, () -> Optional.of(laterLook()), n -> n >= 100))
                .contains(100);
    }

    @Test
    void givesUpOnceNothingMovedForSoLong() {
        Optional<Integer> state =
                waiting.whileMoving(
                        PATIENCE, () -> Optional.of(Math.min(10, laterLook())), n -> n > 10);

        assertThat(state).isEmpty();
        assertThat(looks).isEqualTo(12);
    }

    @Test
    void givesUpOnAStateThatCannotBeAskedFor() {
        assertThat(
                        waiting.whileMoving(
                                PATIENCE,
                                () -> {
                                    laterLook();
                                    return Optional.<Integer>empty();
                                },
                                _ -> true))
                .isEmpty();
    }

    /// Each look is four minutes after the one before.
    private int laterLook() {
        now = now.plus(Duration.ofMinutes(4));
        return ++looks;
    }
}
