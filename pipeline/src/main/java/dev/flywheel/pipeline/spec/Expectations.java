package dev.flywheel.pipeline.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules about data: an event that breaks one is quarantined, a dataset that breaks one stops the
/// run or is told about.
public record Expectations(List<OfEvent> events, List<OfDataset> dataset) {

    public Expectations {
        events = List.copyOf(events);
        dataset = List.copyOf(dataset);
    }

    /// A rule for one field of every event that declares it.
    public record OfEvent(String field, Rule rule) {}

    /// What a field's value must be.
    public sealed interface Rule {

        /// Both ends are allowed.
        record Between(double least, double most) implements Rule {}

        record In(List<String> values) implements Rule {

            public In {
                values = List.copyOf(values);
            }
        }

        record NotNull() implements Rule {}
    }

    /// A rule for a whole dataset.
    public record OfDataset(Check check, OnBreach onBreach) {}

    public enum OnBreach {
        /// The run stops and an alert is raised.
        HALT,
        /// The run goes on and an alert is raised.
        WARN
    }

    /// What is checked of a dataset.
    public sealed interface Check {

        record Rows(long atLeast) implements Check {}

        record MissingShare(String feature, double atMost) implements Check {}

        /// The population stability index against the champion's reference, of the feature that
        /// moved most.
        record DriftFromChampion(double psiAtMost) implements Check {}

        /// A DuckDB expression over the table `dataset` that must be true.
        record Sql(String expression) implements Check {}

        /// As the pipeline file spells it, for messages.
        default String words() {
            return switch (this) {
                case Rows(long atLeast) -> "rows at least " + atLeast;
                case MissingShare(String feature, double atMost) ->
                        "missing share of %s at most %s".formatted(feature, atMost);
                case DriftFromChampion(double atMost) ->
                        "drift from champion: psi at most " + atMost;
                case Sql(String expression) -> expression;
            };
        }
    }

    /// The rules of one field.
    public List<Rule> rulesOf(@Nullable String field) {
        return events.stream()
                .filter(rule -> rule.field().equals(field))
                .map(OfEvent::rule)
                .toList();
    }
}
