package dev.flywheel.cli.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClickTest {

    private static final String LINE = "2008;4;1;%d;29;%s;1;A13;1;5;1;28;2;1";

    @Test
    void readsEveryColumn() {
        Click click = ClicksFile.parse(7, LINE.formatted(3, "1"));

        assertThat(click)
                .isEqualTo(
                        new Click(
                                7,
                                java.time.LocalDate.of(2008, 4, 1),
                                3,
                                "29",
                                "1",
                                "1",
                                "A13",
                                "1",
                                "5",
                                "1",
                                28,
                                "2",
                                1));
    }

    @Test
    void refusesARowThatWasCutShort() {
        assertThatThrownBy(() -> ClicksFile.parse(7, "2008;4;1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Row 7 has 3 columns, not 14");
    }

    @Test
    void startsASessionWhereTheHashOfItsIdSays() {
        // SHA-256("1") begins with 6b86b273; 0x6b86b273 = 1803989619, and 1803989619 mod 79200 =
        // 51219.
        Click first = ClicksFile.parse(1, LINE.formatted(1, "1"));

        assertThat(first.eventTime())
                .isEqualTo(Instant.parse("2008-04-01T00:00:00Z").plusSeconds(51_219));
    }

    @Test
    void putsTwentySecondsBetweenClicks() {
        Click first = ClicksFile.parse(1, LINE.formatted(1, "1"));
        Click fourth = ClicksFile.parse(4, LINE.formatted(4, "1"));

        assertThat(Duration.between(first.eventTime(), fourth.eventTime()))
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void drawsWholeSessionsInAboutTheShareAskedFor() {
        SessionSample quarter = new SessionSample(0.25);
        List<Click> clicks =
                IntStream.range(0, 4000)
                        .mapToObj(i -> ClicksFile.parse(i, LINE.formatted(i % 4 + 1, "s" + i / 4)))
                        .toList();

        List<Session> sessions = Session.of(clicks, quarter::has);

        assertThat(sessions).hasSizeBetween(200, 300);
        assertThat(sessions).allSatisfy(session -> assertThat(session.clicks()).hasSize(4));
        assertThat(clicks).allMatch(new SessionSample(1)::has);
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> new SessionSample(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionSample(1.5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void letsAnItemsFirstClickDecide() {
        Catalogue catalogue =
                Catalogue.of(
                        List.of(
                                ClicksFile.parse(1, "2008;4;1;1;29;1;1;A13;1;5;1;28;2;1"),
                                ClicksFile.parse(2, "2008;4;1;2;29;1;2;B2;3;1;2;57;1;2"),
                                ClicksFile.parse(3, "2008;4;2;1;29;2;1;A13;9;6;2;99;1;4")));

        assertThat(catalogue.items()).containsExactly("A13", "B2");
        assertThat(catalogue.price("A13")).isEqualTo(28);
        assertThat(catalogue.itemsOf("2")).containsExactly("B2");
    }
}
