package dev.flywheel.monitoring.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.monitoring.window.Spans.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpansTest {

    private static final Instant START = Instant.parse("2008-07-01T00:00:00Z");

    @Test
    void judgesAFullWindowAlone() {
        List<Span<Long>> spans = Spans.of(windows(100, 120), 100, Long::longValue, Long::sum);

        assertThat(spans).extracting(Span::counts).containsExactly(100L, 120L);
        assertThat(spans).extracting(Span::windows).containsExactly(1, 1);
    }

    @Test
    void mergesASparseWindowWithTheNext() {
        List<Span<Long>> spans = Spans.of(windows(30, 0, 80, 100), 100, Long::longValue, Long::sum);

        assertThat(spans).extracting(Span::counts).containsExactly(110L, 100L);
        assertThat(spans.getFirst().start()).isEqualTo(START);
        assertThat(spans.getFirst().end()).isEqualTo(START.plusSeconds(3 * 3600));
        assertThat(spans.getFirst().windows()).isEqualTo(3);
    }

    @Test
    void leavesWhatDoesNotFill() {
        List<Span<Long>> spans = Spans.of(windows(100, 99), 100, Long::longValue, Long::sum);

        assertThat(spans).hasSize(1);
    }

    private static List<Span<Long>> windows(long... sizes) {
        List<Span<Long>> windows = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            Instant start = START.plusSeconds(i * 3600L);
            windows.add(new Span<>(start, start.plusSeconds(3600), sizes[i], 1));
        }
        return windows;
    }
}
