package dev.flywheel.pipeline.spec;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.schema.TimeUnit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the model learns to tell.
public sealed interface Label {

    /// The event type whose events make rows.
    String event();

    /// How long after a row its answer may still come, on the pipeline's clock.
    Duration within();

    /// Whether the answer is a number rather than yes or no.
    boolean isNumber();

    default Task task() {
        return isNumber() ? Task.REGRESSION : Task.CLASSIFICATION;
    }

    /// Whether negatives are drawn from candidates, which then can be ranked.
    default boolean sampled() {
        return this instanceof Choice;
    }

    /// Fields of the event itself that hold the answer: nobody knows them when they ask.
    default Set<String> answerFields() {
        if (!(this instanceof Outcome outcome) || outcome.later() != null) {
            return Set.of();
        }
        Set<String> fields = new TreeSet<>();
        if (outcome.where() != null) {
            fields.addAll(outcome.where().names());
        }
        if (outcome.number() instanceof Quantity.OfField(String field)) {
            fields.add(field);
        }
        return fields;
    }

    /// Only what was chosen is known: each event is a positive, and negatives are drawn from what
    /// could have been chosen.
    ///
    /// @param within how long after a prediction an event still answers it
    record Choice(String event, Negatives negatives, Duration within) implements Label {

        @Override
        public boolean isNumber() {
            return false;
        }
    }

    /// Each event gets an answer: from its own fields, or from a later event.
    ///
    /// @param later null if the event itself has the answer
    /// @param where when the answer is yes; null if any answer is. Of several the one with the
    ///   greatest place counts, and without any it is no
    /// @param number the answer, if that is a number; rows without one are left out
    record Outcome(
            String event,
            @Nullable Later later,
            @Nullable CelExpression where,
            @Nullable Quantity number)
            implements Label {

        @Override
        public Duration within() {
            return later == null ? Duration.ZERO : later.within();
        }

        @Override
        public boolean isNumber() {
            return number != null;
        }

        /// The event type that has the answer.
        public String answer() {
            return later == null ? event : later.event();
        }
    }

    /// A number to be learned.
    sealed interface Quantity {

        /// What a field of the answer says.
        record OfField(String field) implements Quantity {}

        /// How long the answer took. Of several answers the first one tells it: what happens again
        /// later doesn't make it longer.
        record Elapsed(TimeUnit unit) implements Quantity {}
    }

    /// Rows with label 0, drawn because only positives are seen.
    ///
    /// @param sample how many for each positive
    /// @param from the entity that is exchanged
    record Negatives(int sample, String from, Weights weights) {}

    /// How candidates are drawn.
    enum Weights {
        /// Each as likely as another.
        UNIFORM,

        /// As likely as it was chosen before; a row counts the less the likelier it was drawn, so
        /// that the model learns what it would learn from uniform ones.
        POPULARITY
    }

    /// The later event that answers.
    ///
    /// @param same the keys and fields in which it equals the event that it answers
    record Later(String event, List<String> same, Duration within) {

        public Later {
            same = List.copyOf(same);
        }
    }
}
