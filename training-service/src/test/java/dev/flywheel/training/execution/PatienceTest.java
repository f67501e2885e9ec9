package dev.flywheel.training.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatienceTest {

    @Test
    void pausesLongerAndLongerUpToHalfAMinute() {
        List<Long> seconds =
                IntStream.range(0, 7).mapToObj(Patience::pause).map(Duration::toSeconds).toList();

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(Patience.pause(1_000_000)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void waitsADay() {
        Patience patience = new Patience(Duration.ofHours(24));

        assertThat(patience.isOver(0)).isFalse();
        assertThat(patience.isOver(2_883)).isFalse();
        assertThat(patience.isOver(2_884)).isTrue();
    }

    @Test
    void waitsNotAtAllIfToldSo() {
        assertThat(new Patience(Duration.ZERO).isOver(0)).isTrue();
    }
}
