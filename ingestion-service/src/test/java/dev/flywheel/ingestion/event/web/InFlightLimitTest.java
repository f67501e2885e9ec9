package dev.flywheel.ingestion.event.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.ingestion.Clicks;
import dev.flywheel.ingestion.delivery.BufferFullException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// With 100 KB in flight and bodies up to 64 KB.
class InFlightLimitTest {

    private final InFlightLimit limit = new InFlightLimit(Clicks.properties(Map.of()));

    @Test
    void letsInWhatFitsAndGivesItsPlaceBack() throws InterruptedException {
        MockHttpServletRequest first = announcing(60_000);
        MockHttpServletRequest second = announcing(60_000);

        assertThat(enter(first)).isTrue();
        assertThatExceptionOfType(BufferFullException.class).isThrownBy(() -> enter(second));
        leave(first);
        assertThat(enter(second)).isTrue();
    }

    @Test
    void takesABodyOfUnknownLengthForTheLargest() throws InterruptedException {
        assertThat(enter(new MockHttpServletRequest("POST", "/events"))).isTrue();

        assertThat(enter(announcing(30_000))).isTrue();
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> enter(announcing(30_000)));
    }

    @Test
    void leavesABodyOverTheLimitToItsRefusal() throws InterruptedException {
        assertThat(enter(announcing(60_000))).isTrue();

        assertThat(enter(announcing(1_000_000))).isTrue();
    }

    private boolean enter(MockHttpServletRequest request) throws InterruptedException {
        return limit.preHandle(request, new MockHttpServletResponse(), "handler");
    }

    private void leave(MockHttpServletRequest request) {
        limit.afterCompletion(request, new MockHttpServletResponse(), "handler", null);
    }

    private static MockHttpServletRequest announcing(int length) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/events");
        request.setContent(new byte[length]);
        return request;
    }
}
