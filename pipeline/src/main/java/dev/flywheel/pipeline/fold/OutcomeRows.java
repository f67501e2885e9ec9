package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.schema.TimeUnit;
import dev.flywheel.pipeline.spec.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fold that makes a row of each event that the label is about, and gives it away when its answer
/// is certain: when the time for one has passed. A row whose time is still open is nobody's
/// negative.
///
/// Of several answers the one with the greatest place counts, but of how long one took the first.
/// Single-threaded.
public final class OutcomeRows {

    private final Label.Outcome label;
    private final Fold fold;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<List<Object>, List<Open>> byKey = new HashMap<>();

    /// @throws IllegalArgumentException if the pipeline learns from choices
    public OutcomeRows(Pipeline pipeline) {
        if (!(pipeline.label() instanceof Label.Outcome outcome)) {
            throw new IllegalArgumentException(pipeline.name() + " learns from choices");
        }
        this.label = outcome;
        this.fold = new Fold(pipeline.featureSet());
    }

    public Fold fold() {
        return fold;
    }

    /// How many rows wait for their answer.
    public int open() {
        return open.size();
    }

    /// Applies reference data.
    ///
    /// @throws IllegalStateException if an event at or after the instant was applied already
    public void apply(EntityVersion version) {
        fold.apply(version);
    }

    /// Applies the next event.
    ///
    /// @return the rows whose answer is certain now, in place order
    /// @throws IllegalStateException if its place is not after that of the one before
    public List<OutcomeRow> apply(Event event) {
        List<OutcomeRow> certain = new ArrayList<>(certainBefore(event.eventTime()));
        if (label.later() != null && event.eventType().equals(label.answer())) {
            answer(fold.complete(event), label.later());
        }
        if (event.eventType().equals(label.event())) {
            FeatureVector features = fold.vector(event);
            if (label.later() == null) {
                Double answer = answerOf(event);
                if (answer != null) {
                    certain.add(new OutcomeRow(event, features, answer, event.eventTime()));
                }
            } else {
                add(new Open(event, features, event.eventTime().plus(label.within())));
            }
        }
        fold.apply(event);
        return certain;
    }

    /// The rows whose time for an answer ended before that instant, in place order. No event before
    /// it may follow.
    public List<OutcomeRow> certainBefore(Instant instant) {
        List<OutcomeRow> certain = new ArrayList<>();
        while (!open.isEmpty() && open.getFirst().until.isBefore(instant)) {
            Open first = open.removeFirst();
            forget(first);
            Double answer = first.answer();
            if (answer != null) {
                certain.add(
                        new OutcomeRow(first.event, first.features, answer, first.answeredAt()));
            }
        }
        return certain;
    }

    private void answer(Event event, Label.Later later) {
        List<Object> key = key(event, later.same());
        if (key == null) {
            return;
        }
        if (label.number() instanceof Label.Quantity.Elapsed(TimeUnit unit)) {
            byKey.getOrDefault(key, List.of()).stream()
                    .filter(row -> row.answer == null)
                    .forEach(row -> row.answer(unit.of(row.untilNow(event)), event));
            return;
        }
        Double answer = answerOf(event);
        if (answer != null) {
            byKey.getOrDefault(key, List.of()).forEach(row -> row.answer(answer, event));
        }
    }

    private @Nullable Double answerOf(Event event) {
        if (label.number() instanceof Label.Quantity.OfField(String field)) {
            return event.value(field) instanceof Number number
                    ? (Double) number.doubleValue()
                    : null;
        }
        boolean yes = label.where() == null || label.where().holds(event::value);
        return yes ? 1.0 : 0.0;
    }

    private void add(Open row) {
        open.addLast(row);
        if (label.later() != null) {
            List<Object> key = key(row.event, label.later().same());
            if (key != null) {
                byKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(row);
            }
        }
    }

    private void forget(Open row) {
        if (label.later() == null) {
            return;
        }
        List<Object> key = key(row.event, label.later().same());
        List<Open> rows = key == null ? null : byKey.get(key);
        if (rows != null && rows.remove(row) && rows.isEmpty()) {
            byKey.remove(key);
        }
    }

    /// Null if the event lacks one of them.
    private static @Nullable List<Object> key(Event event, List<String> names) {
        List<Object> key = new ArrayList<>(names.size());
        for (String name : names) {
            Object value = event.value(name);
            if (value == null) {
                return null;
            }
            key.add(value.toString());
        }
        return key;
    }

    /// A row whose answer may still come or change.
    private final class Open {

        private final Event event;
        private final FeatureVector features;
        private final Instant until;
        private @Nullable Double answer;
        private @Nullable Instant answeredAt;

        Open(Event event, FeatureVector features, Instant until) {
            this.event = event;
            this.features = features;
            this.until = until;
        }

        Duration untilNow(Event later) {
            return Duration.between(event.eventTime(), later.eventTime());
        }

        void answer(double given, Event by) {
            answer = given;
            answeredAt = by.eventTime();
        }

        /// Nobody said yes is no; nobody said a number is nothing.
        @Nullable Double answer() {
            return answer == null && !label.isNumber() ? (Double) 0.0 : answer;
        }

        Instant answeredAt() {
            return answeredAt == null ? until : answeredAt;
        }
    }
}
