package dev.flywheel.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EpisodeTest {

    @Test
    void opensAfterEnoughBreachesInARow() {
        Episode episode = after(true, true);

        assertThat(episode.open()).isTrue();
    }

    @Test
    void forgetsABreachThatDidNotLast() {
        Episode episode = after(true, false, true);

        assertThat(episode.open()).isFalse();
    }

    @Test
    void staysOpenOverOneCalmSpan() {
        Episode episode = after(true, true, false, true);

        assertThat(episode.open()).isTrue();
    }

    @Test
    void endsAfterEnoughCalmSpans() {
        Episode episode = after(true, true, false, false);

        assertThat(episode.open()).isFalse();
    }

    @Property
    void opensAtMostOnceWithoutBeingCalmBetween(@ForAll @Size(max = 60) List<Boolean> spans) {
        Episode episode = Episode.NONE;
        int calm = 2;
        for (boolean breach : spans) {
            Episode next = episode.next(breach, 2);
            calm = breach ? calm : calm + 1;
            if (next.open() && !episode.open()) {
                assertThat(calm).isGreaterThanOrEqualTo(2);
                calm = 0;
            }
            episode = next;
        }
    }

    private static Episode after(Boolean... spans) {
        Episode episode = Episode.NONE;
        for (boolean breach : spans) {
            episode = episode.next(breach, 2);
        }
        return episode;
    }
}
