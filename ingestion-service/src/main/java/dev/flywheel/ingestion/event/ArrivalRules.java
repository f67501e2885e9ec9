package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.expectation.EventRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a pipeline expects of when its events arrive: how old they are, and that none repeats
/// another. What events contain is judged before.
///
/// Safe for several threads.
final class ArrivalRules {

    private final List<EventRule.Fresh> fresh = new ArrayList<>();
    private final Map<EventRule.Unique, RecentValues> unique = new LinkedHashMap<>();

    ArrivalRules(Pipeline pipeline) {
        for (EventRule rule : pipeline.expectations().events()) {
            switch (rule) {
                case EventRule.Fresh expected -> fresh.add(expected);
                case EventRule.Unique expected ->
                        unique.put(expected, new RecentValues(expected.within()));
                case EventRule.OfValue _, EventRule.Required _, EventRule.Holds _ -> {
                    // Of the content.
                }
            }
        }
    }

    /// Every reason to refuse an event that arrives now. One that is not refused is remembered.
    List<Reason> check(Event event, Instant now) {
        List<Reason> reasons = new ArrayList<>();
        for (EventRule.Fresh rule : fresh) {
            Duration age = Duration.between(event.eventTime(), now);
            if (rule.appliesTo(event.eventType()) && age.compareTo(rule.atMost()) > 0) {
                reasons.add(
                        new Reason(
                                "event_time",
                                "is %s, %d s ago, expected at most %d s"
                                        .formatted(
                                                event.eventTime(),
                                                age.toSeconds(),
                                                rule.atMost().toSeconds())));
            }
        }
        unique.forEach((rule, recent) -> {
            Optional<String> values = values(rule, event);
            if (reasons.isEmpty() && values.isPresent()) {
                recent.remember(values.get(), event.eventId(), now)
                        .ifPresent(other -> reasons.add(repeats(rule, other)));
            }
        });
        return reasons;
    }

    private static Reason repeats(EventRule.Unique rule, String other) {
        return new Reason(
                String.join(", ", rule.members()),
                "is that of event '%s', expected once in %d s"
                        .formatted(other, rule.within().toSeconds()));
    }

    /// What must be unique; empty if the event is another or lacks a value.
    private static Optional<String> values(EventRule.Unique rule, Event event) {
        if (!rule.appliesTo(event.eventType())) {
            return Optional.empty();
        }
        StringBuilder values = new StringBuilder(event.eventType());
        for (String member : rule.members()) {
            String value = event.text(member);
            if (value == null) {
                return Optional.empty();
            }
            values.append('\0').append(value);
        }
        return Optional.of(values.toString());
    }
}
