package dev.flywheel.pipeline.jsonschema;

import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Divergence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `expectations`: rules for events at the door, and for the dataset before training.
final class ExpectationSection {

    private static final String LEAST = "at_least";
    private static final String MOST = "at_most";
    private static final Map<String, Object> VALUES =
            Types.list("The values", Types.text("A value"));

    private ExpectationSection() {}

    static Map<String, Object> schema() {
        return new Section("What data must be like.")
                .may("events", Types.list("Rules at the door", ofEvent()))
                .may("dataset", Types.list("Rules before training", ofDataset()))
                .schema();
    }

    private static Map<String, Object> ofEvent() {
        Section rule = new Section("An event that breaks it is quarantined.");
        rule.may("field", Types.text("A field of an event, or the key of one of its entities"))
                .may("on", Types.text("Only for this event"))
                .may("required", Types.words("The field must be there", List.of(true)));
        ofValues(rule);
        rule.may("rule", Types.expression("Must be true, over the event's keys and fields"))
                .may("name", Types.text("What the rule is called in reasons"))
                .may(
                        "freshness",
                        new Section("How old an event may be when it arrives.")
                                .must(MOST, Types.duration("The greatest age"))
                                .schema())
                .may("unique", Types.list("Fields that no two events share", Types.text("A field")))
                .may("within", Types.duration("How long unique remembers"));
        return rule.oneOf(
                        List.of(
                                "required",
                                "between",
                                "in",
                                "not_in",
                                "matches",
                                "length",
                                "rule",
                                "freshness",
                                "unique"))
                .schema();
    }

    private static void ofValues(Section rule) {
        rule.may("between", ends("The number lies between"))
                .may("in", VALUES)
                .may("not_in", VALUES)
                .may("matches", Types.text("The whole text is of this form (RE2)"))
                .may("length", ends("How many characters the text has"));
    }

    private static Map<String, Object> ofDataset() {
        Section rule = new Section("A dataset that breaks it is not trained on.");
        rule.may("feature", Types.text("A feature, or label"))
                .may("on_breach", Types.words("What to do", List.of("halt", "warn")))
                .may("mostly", Types.number("The share of rows that must keep it", 0, 1));
        List<String> checks = new ArrayList<>();
        for (String whole : List.of("rows", "label_rate")) {
            checks.add(whole);
            rule.may(whole, limits(whole));
        }
        for (Aggregate aggregate : Aggregate.values()) {
            checks.add(aggregate.word());
            rule.may(aggregate.word(), limits("The " + aggregate.word() + " of the feature"));
        }
        ofValues(rule);
        checks.addAll(List.of("between", "in", "not_in", "matches", "length"));
        checks.addAll(further(rule));
        return rule.oneOf(checks).schema();
    }

    private static List<String> further(Section rule) {
        String column = "A feature or label";
        rule.may(
                        "compare",
                        new Section("At least or at most another feature of the row.")
                                .may(LEAST, Types.text(column))
                                .may(MOST, Types.text(column))
                                .schema())
                .may(
                        "quantile",
                        withLimits("A quantile of the feature.")
                                .must("of", Types.number("Which, from 0 to 1", 0, 1))
                                .schema())
                .may(
                        "correlation",
                        withLimits("Pearson's correlation with another feature.")
                                .must("with", Types.text(column))
                                .schema())
                .may(
                        "duplicates",
                        withLimits("How many rows repeat an earlier one.")
                                .must(
                                        "of",
                                        Types.oneOrMore("In these columns", Types.text("A column")))
                                .schema())
                .may("drift_from_champion", drift())
                .may("anomaly", anomaly())
                .may(
                        "sql",
                        Types.either(
                                "A DuckDB expression over dataset",
                                Types.text("Must be true"),
                                withLimits("Its number lies within limits.")
                                        .must("value", Types.text("A DuckDB expression"))
                                        .schema()));
        return List.of(
                "compare",
                "quantile",
                "correlation",
                "duplicates",
                "drift_from_champion",
                "anomaly",
                "sql");
    }

    private static Map<String, Object> drift() {
        Section drift = new Section("The distance from the champion's reference.");
        List<String> measures = new ArrayList<>();
        for (Divergence measure : Divergence.values()) {
            measures.add(measure.word());
            String limit = measure.isProbability() ? LEAST : MOST;
            drift.may(
                    measure.word(),
                    new Section(measure.word()).must(limit, Types.number("The limit")).schema());
        }
        return drift.oneOf(measures).schema();
    }

    private static Map<String, Object> anomaly() {
        return new Section("The distance from the latest runs.")
                .must("of", statistic())
                .may("runs", Types.integer("How many of the latest runs count", 3, 100))
                .may("z_score", atMost("In standard deviations"))
                .may("change", atMost("As a share of their mean"))
                .oneOf(List.of("z_score", "change"))
                .schema();
    }

    private static Map<String, Object> statistic() {
        return Types.either(
                "What is compared",
                Types.text("rows, label_rate or a statistic of the feature"),
                new Section("A statistic that needs a further word.")
                        .may("quantile", Types.number("Which, from 0 to 1", 0, 1))
                        .may("sql", Types.text("A DuckDB expression over dataset"))
                        .oneOf(List.of("quantile", "sql"))
                        .schema());
    }

    private static Map<String, Object> atMost(String description) {
        return new Section(description).must(MOST, Types.number("The limit")).schema();
    }

    private static Map<String, Object> ends(String description) {
        return Types.either(
                description,
                limits(description),
                Types.list("Both ends, such as [1, 5]", Types.number("An end")));
    }

    private static Map<String, Object> limits(String description) {
        return withLimits(description).schema();
    }

    private static Section withLimits(String description) {
        return new Section(description)
                .may(LEAST, Types.number("The least that is right"))
                .may(MOST, Types.number("The most that is right"));
    }
}
