package dev.flywheel.pipeline.jsonschema;

import dev.flywheel.pipeline.feature.Preparation;
import dev.flywheel.pipeline.feature.Statistic;
import dev.flywheel.pipeline.feature.TimePart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `features`: one operator each, with its options.
final class FeatureSection {

    private static final Map<String, Object> WHERE =
            Types.expression("Only events count for which it is true, over their keys and fields");
    private static final String NUMBER = "of a number: event.field, or entity.attribute with on";

    private FeatureSection() {}

    static Map<String, Object> schema() {
        Section feature = new Section("A feature: one operator with its options.");
        operators(feature);
        options(feature);
        preparation(feature);
        return Types.map("Features by name.", feature.schema());
    }

    private static void operators(Section feature) {
        List<String> operators = new ArrayList<>();
        for (Statistic statistic : Statistic.values()) {
            operators.add(statistic.word());
            feature.may(statistic.word(), Types.text(meaning(statistic)));
        }
        feature.may("rate", Types.text("How many of these events there are for each of over"))
                .may("last", Types.text("What the latest event brought: event.field"))
                .may("since_last", Types.text("Seconds since the latest such event"))
                .may("attribute", Types.text("An attribute as of the instant: entity.attribute"))
                .may("field", Types.text("A field of the event or request: event.field"))
                .may("key", Types.text("The entity's key itself"))
                .may(
                        "event_time",
                        Types.words(
                                "A part of the event's time",
                                Arrays.stream(TimePart.values()).map(TimePart::word).toList()))
                .may("derive", Types.expression("Made of features declared before"));
        operators.addAll(
                List.of(
                        "rate",
                        "last",
                        "since_last",
                        "attribute",
                        "field",
                        "key",
                        "event_time",
                        "derive"));
        feature.oneOf(operators);
    }

    private static String meaning(Statistic statistic) {
        return switch (statistic) {
            case COUNT -> "How many such events there are";
            case SUM -> "The sum " + NUMBER;
            case MEAN -> "The mean " + NUMBER;
            case MIN -> "The least " + NUMBER;
            case MAX -> "The greatest " + NUMBER;
            case STDDEV -> "The standard deviation " + NUMBER;
            case DISTINCT -> "How many different values there are of event.field";
        };
    }

    private static void options(Section feature) {
        String entity =
                "An entity of the event, or a feature before; of several, one state each combination";
        feature.may("by", Types.oneOrMore(entity, Types.text(entity)))
                .may("on", Types.text("The event at which the attribute is looked at"))
                .may("where", WHERE)
                .may("window", Types.duration("Only the last so much of event time"))
                .may("delay", Types.duration("The window ends so long ago"))
                .may("ttl", Types.duration("Forget all after so long without an event"))
                .may("half_life", Types.duration("An event is worth half as much after each"))
                .may("over", Types.text("The event of which there is one for each"))
                .may("over_where", WHERE)
                .may("over_by", Types.oneOrMore("If not the same as by", Types.text(entity)))
                .may(
                        "prior",
                        Types.number("The rate before anything happened", 0, Double.MAX_VALUE))
                .may(
                        "weight",
                        Types.number("How many events the prior is worth", 0, Double.MAX_VALUE))
                .may("nth", Types.integer("1 is the latest, 2 the one before", 1, 100))
                .may("zone", Types.text("The time zone, such as Europe/Paris; default UTC"))
                .may(
                        "normalize",
                        new Section("Different spellings become one.")
                                .may("trim", Types.truth("Without spaces around it"))
                                .may("lower", Types.truth("In small letters"))
                                .may("map", Types.map("Words to words", Types.text("A word")))
                                .schema());
    }

    private static void preparation(Section feature) {
        Map<String, Object> end =
                Types.either(
                        "A number, or a percentile such as p1",
                        Types.number("A number"),
                        Types.text("A percentile"));
        feature.may(
                        "missing",
                        Types.text(
                                "What a missing value counts as: indicator (the default), mean, median or"
                                        + " a number; most_frequent or a category"))
                .may("clip", Types.list("Cuts values off: [p1, p99] or [0, 1000]", end))
                .may(
                        "scale",
                        Types.words("How a number is scaled", Preparation.Scale.values(), '_'))
                .may(
                        "encode",
                        Types.either(
                                "How a category becomes numbers",
                                Types.words("A slot for each value", List.of("one_hot")),
                                new Section("Slots that values share.")
                                        .must("hash", Types.integer("How many slots", 2, 1_000_000))
                                        .schema()));
    }
}
