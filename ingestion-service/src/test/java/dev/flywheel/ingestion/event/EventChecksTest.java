package dev.flywheel.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.Clicks;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.Pipelines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final Pipeline pipeline =
            PipelineReader.read(
                    Clicks.pipeline()
                            .source()
                            .replace(
                                    "{ field: page, between: [1, 5] }",
                                    "{ unique: [user_id, page], within: 1m }"),
                    "clicks.yaml");
    private final EventChecks checks =
            new EventChecks(
                    Pipelines.of(pipeline),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    Clicks.properties(Map.of()));

    @Test
    void quarantinesAnEventThatRepeatsAnother() {
        assertThat(check("a", 1)).isInstanceOf(EventCheck.Good.class);
        assertThat(check("b", 2)).isInstanceOf(EventCheck.Good.class);
        assertThat(check("a", 1)).isInstanceOf(EventCheck.Good.class);
        assertThat(check("c", 1))
                .isEqualTo(
                        new EventCheck.Bad(
                                "c",
                                List.of(
                                        new Reason(
                                                "user_id, page",
                                                "is that of event 'a', expected once in 60 s"))));
    }

    @Test
    void keysAJoinedEventByTheValueThatJoinsIt() {
        Pipeline joined =
                PipelineReader.read(
                        Clicks.pipeline()
                                .source()
                                .replace(
                                        "features:\n",
                                        """
                                          like:
                                            join: { to: click, on: order, within: 1d }
                                            fields: { order: integer }
                                        features:
                                        """)
                                .replaceAll("(?s)imports:\n.*", ""),
                        "clicks.yaml");
        EventChecks ofJoined =
                new EventChecks(
                        Pipelines.of(joined),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Clicks.properties(Map.of()));

        EventCheck good =
                ofJoined.check(
                        joined,
                        Candidate.read(
                                0, "", Map.of("event_type", "like", "event_id", "a", "order", 7)));
        EventCheck bad =
                ofJoined.check(
                        joined,
                        Candidate.read(0, "", Map.of("event_type", "like", "event_id", "b")));

        assertThat(good)
                .isInstanceOfSatisfying(
                        EventCheck.Good.class,
                        found -> assertThat(found.message().key()).isEqualTo("7"));
        assertThat(bad)
                .isEqualTo(
                        new EventCheck.Bad(
                                "b",
                                List.of(
                                        new Reason(
                                                "order",
                                                "is missing, and like is joined to click by it"))));
    }

    private EventCheck check(String id, int page) {
        return checks.check(
                pipeline,
                Candidate.read(
                        0,
                        "",
                        Map.of("event_id", id, "user_id", "U1", "item_id", "A1", "page", page)));
    }
}
