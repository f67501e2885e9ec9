package dev.flywheel.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @Test
    void refusesWhatIsTooOldWhenItArrives() throws IOException {
        ArrivalRules rules = rules("{ freshness: { at_most: 1h } }");

        assertThat(rules.check(click("a", NOW.minusSeconds(3600), "U1"), NOW)).isEmpty();
        assertThat(rules.check(click("b", NOW.minusSeconds(3601), "U1"), NOW))
                .containsExactly(
                        new Reason(
                                "event_time",
                                "is 2026-11-23T06:59:59Z, 3601 s ago, expected at most 3600 s"));
        assertThat(rules.check(click("c", NOW.plusSeconds(60), "U1"), NOW)).isEmpty();
    }

    @Test
    void refusesASecondEventWithTheSameValues() throws IOException {
        ArrivalRules rules = rules("{ unique: [user_id, item_id], within: 10m }");
        rules.check(click("a", NOW, "U1"), NOW);

        assertThat(rules.check(click("b", NOW, "U1"), NOW.plusSeconds(600)))
                .containsExactly(
                        new Reason(
                                "user_id, item_id",
                                "is that of event 'a', expected once in 600 s"));
        assertThat(rules.check(click("c", NOW, "U2"), NOW.plusSeconds(600))).isEmpty();
        assertThat(rules.check(click("d", NOW, "U1"), NOW.plusSeconds(601))).isEmpty();
        assertThat(rules.check(click("e", NOW, "U1"), NOW.plusSeconds(602))).hasSize(1);
    }

    @Test
    void takesTheSameEventAgain() throws IOException {
        ArrivalRules rules = rules("{ unique: user_id, within: 10m }");
        rules.check(click("a", NOW, "U1"), NOW);

        assertThat(rules.check(click("a", NOW, "U1"), NOW.plusSeconds(5))).isEmpty();
    }

    @Test
    void comparesOnlyWhatEventsHave() throws IOException {
        ArrivalRules rules = rules("{ unique: [page, user_id], within: 10m }");
        rules.check(click("a", NOW, "U1"), NOW);

        assertThat(rules.check(click("b", NOW, "U1"), NOW)).isEmpty();
    }

    @Test
    void forgetsTheOldestOfAFlood() throws IOException {
        ArrivalRules rules = rules("{ unique: user_id, within: 1d }");
        rules.check(click("first", NOW, "U-first"), NOW);
        for (int i = 0; i < RecentValues.MOST; i++) {
            rules.check(click("e" + i, NOW, "U" + i), NOW);
        }

        assertThat(rules.check(click("other", NOW, "U5"), NOW)).hasSize(1);
        assertThat(rules.check(click("again", NOW, "U-first"), NOW)).isEmpty();
    }

    private static ArrivalRules rules(String rule) throws IOException {
        String yaml =
                Files.readString(Path.of("src/test/resources/pipelines/clicks.yaml"))
                        .replace("{ field: page, between: [1, 5] }", rule);
        assertThat(yaml).contains(rule);
        Pipeline pipeline = PipelineReader.read(yaml, "clicks.yaml");
        return new ArrivalRules(pipeline);
    }

    private static Event click(String id, Instant time, String user) {
        return new Event(id, "click", time, null, Map.of("user_id", user, "item_id", "A1"));
    }
}
