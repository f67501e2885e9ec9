package dev.flywheel.pipeline.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinStateTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, ValueType> ID = Map.of("id", ValueType.CATEGORY);
    private static final Schema SCHEMA =
            new Schema(
                    Map.of("card", new EntitySpec("card", "card_id", Map.of())),
                    Map.of(
                            "payment",
                            new EventSpec("payment", List.of("card"), ID, null),
                            "report",
                            new EventSpec(
                                    "report",
                                    List.of("card"),
                                    ID,
                                    new Join("payment", "id", Duration.ofHours(1)))));

    private JoinState state = JoinState.empty(SCHEMA, "report");

    @Test
    void joinsWhateverArrivesFirst() {
        assertThat(payment(0, "A")).isEmpty();
        assertThat(report(1)).containsExactly("+A");

        state = JoinState.empty(SCHEMA, "report");
        assertThat(report(1)).isEmpty();
        assertThat(payment(0, "A")).containsExactly("+A");
    }

    @Test
    void isNotJoinedToWhatComesLaterOrWasTooLongBefore() {
        assertThat(report(1)).isEmpty();
        assertThat(payment(2, "A")).isEmpty();
        assertThat(report(2 + 3600)).containsExactly("+A");
        assertThat(report(3 + 3600)).isEmpty();
    }

    @Test
    void takesBackWhatALaterTargetTurnsOutToBeAbout() {
        payment(0, "A");
        assertThat(report(10)).containsExactly("+A");

        assertThat(payment(5, "B")).containsExactly("-A", "+B");
        assertThat(payment(7, "B")).isEmpty();
        assertThat(payment(6, "A")).isEmpty();
        assertThat(payment(20, "C")).isEmpty();
    }

    @Test
    void takesEachEventOnce() {
        payment(0, "A");
        report(10);

        assertThat(report(10)).isEmpty();
        assertThat(payment(0, "A")).isEmpty();
    }

    @Test
    void goesOnAfterARestart() {
        payment(0, "A");
        report(10);
        state = JoinState.decode(SCHEMA, "report", state.encode());

        assertThat(payment(5, "B")).containsExactly("-A", "+B");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JoinState.decode(SCHEMA, "report", new byte[] {9}))
                .withMessage("A join's state of version 9; this build reads 1");
    }

    @Test
    void tellsWhatIsOutOfReach() {
        for (int i = 0; i <= JoinState.KEPT; i++) {
            payment(10 * i, "A");
        }
        state = JoinState.decode(SCHEMA, "report", state.encode());

        assertThat(state.reaches(event("report", 9, ""))).isFalse();
        assertThat(report(9)).isEmpty();
        assertThat(state.reaches(event("report", 11, ""))).isTrue();
        assertThat(report(11)).containsExactly("+A");
    }

    @Test
    void tellsOfATargetThatForgottenEventsMayHaveNeeded() {
        for (int i = 0; i <= JoinState.KEPT; i++) {
            report(10 * i + 10);
        }

        assertThat(state.reaches(event("payment", 11, "A"))).isTrue();
        assertThat(state.reaches(event("payment", 5, "A"))).isFalse();
        assertThat(payment(5, "A")).hasSize(JoinState.KEPT);
    }

    @Test
    void meetsUnderTheValueOfTheJoin() {
        assertThat(JoinState.keys(SCHEMA, event("report", 0, "")))
                .containsExactly("report:X:1")
                .isEqualTo(JoinState.keys(SCHEMA, event("payment", 0, "A")));
        assertThat(JoinState.type("report:X:1")).isEqualTo("report");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JoinState.empty(SCHEMA, "payment"))
                .withMessage("payment is not joined");
    }

    private List<String> payment(int seconds, String card) {
        return words(event("payment", seconds, card));
    }

    private List<String> report(int seconds) {
        return words(event("report", seconds, ""));
    }

    private List<String> words(Event event) {
        return state.apply(event).stream()
                .map(change -> (change.takenBack() ? "-" : "+") + change.event().text("card_id"))
                .toList();
    }

    private static Event event(String type, int seconds, String card) {
        Map<String, Object> values =
                card.isEmpty() ? Map.of("id", "X:1") : Map.of("id", "X:1", "card_id", card);
        return new Event(type + seconds, type, START.plusSeconds(seconds), null, values);
    }
}
