package dev.flywheel.pipeline.jsonschema;

import dev.flywheel.pipeline.schema.TimeUnit;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.spec.Monitoring;
import dev.flywheel.pipeline.spec.Training;
import java.util.List;
import java.util.Map;

/// The sections about the model: what it learns, how it is made, chosen, served and watched.
final class ModelSections {

    private static final Map<String, Object> METRIC =
            Types.text("A metric, such as auc, average_precision, log_loss, rmse, ndcg@10");
    private static final String WITHIN = "within";

    private ModelSections() {}

    static Map<String, Object> label() {
        Map<String, Object> name = Types.text("A key or field");
        Section answer =
                new Section("The answer.")
                        .may("event", Types.text("The later event that answers"))
                        .may("same", Types.oneOrMore("What both have in common", name))
                        .may(WITHIN, Types.duration("How long the answer may take"));
        return new Section("What the model learns.")
                .may("positive", Types.text("The event that makes a row with label 1"))
                .may(
                        "negatives",
                        new Section("What was not chosen, drawn.")
                                .must("sample", Types.integer("How many a positive", 1, 1000))
                                .must("from", Types.text("The entity that is exchanged"))
                                .may("weights", Types.words("How", Label.Weights.values(), '_'))
                                .schema())
                .may(
                        "attribute",
                        new Section("How a live outcome meets its prediction.")
                                .may(
                                        "by",
                                        Types.oneOrMore(
                                                "By what",
                                                Types.words("By what", List.of("prediction_id"))))
                                .may(WITHIN, Types.duration("How long after it"))
                                .schema())
                .may("of", Types.text("The event whose events make rows"))
                .may(
                        "positive_when",
                        answer.copy("The answer is yes or no.")
                                .may("where", Types.expression("When it is yes"))
                                .schema())
                .may(
                        "value_when",
                        answer.copy("The answer is a number.")
                                .may("field", Types.text("The field with the number"))
                                .may(
                                        "elapsed",
                                        Types.words(
                                                "How long the answer took, in this unit",
                                                TimeUnit.values(),
                                                '_'))
                                .oneOf(List.of("field", "elapsed"))
                                .schema())
                .oneOf(List.of("positive", "of"))
                .schema();
    }

    static Map<String, Object> training() {
        Section candidate = new Section("A model to try.");
        for (Training.Trainer trainer : Training.Trainer.values()) {
            Section parameters = new Section("Hyperparameters.");
            for (Training.Hyperparameter each : trainer.hyperparameters()) {
                parameters.may(each.name(), hyperparameter(each));
            }
            candidate.may(trainer.word(), parameters.schema());
        }
        return new Section("What to train on, how and when.")
                .may("schedule", Types.text("Cron of five fields, wall clock, UTC"))
                .may(
                        "dataset",
                        new Section("The rows to learn from.")
                                .may("last", Types.duration("Only the last so much of event time"))
                                .schema())
                .may("split", split())
                .may("seed", Types.integer("Of everything random", Long.MIN_VALUE, Long.MAX_VALUE))
                .must("candidates", Types.list("Models to try", candidate.schema()))
                .may(
                        "search",
                        new Section("Draws what candidates leave open.")
                                .must("trials", Types.integer("How many to draw", 1, 500))
                                .may("limit", Types.duration("After which no trial begins"))
                                .schema())
                .schema();
    }

    /// One value, or what a search may draw.
    private static Map<String, Object> hyperparameter(Training.Hyperparameter of) {
        String standard = "Default " + of.standard();
        Map<String, Object> value =
                of.whole()
                        ? Types.integer(standard, (long) of.least(), (long) of.most())
                        : Types.number(standard, of.least(), of.most());
        Section range =
                new Section("A range to draw from.")
                        .must("from", value)
                        .must("to", value)
                        .may("scale", Types.words("Of the range", List.of("linear", "log")));
        return Types.either(
                standard,
                Types.oneOrMore("A value, or a list to draw from", value),
                range.schema());
    }

    private static Map<String, Object> split() {
        String share = "A share of the rows";
        return new Section("The parts of the dataset, in order of time.")
                .may("by", Types.words("By what", List.of("time")))
                .may("train", Types.number(share, 0, 1))
                .may("validation", Types.number(share, 0, 1))
                .may("test", Types.number(share, 0, 1))
                .may("folds", Types.integer("Instead of train and validation", 2, 20))
                .may("gap", Types.duration("Between parts, as labels come late"))
                .schema();
    }

    static Map<String, Object> evaluation() {
        String cost = "What it costs, in any unit";
        return new Section("How models are measured.")
                .may("group", Types.words("What a list is of", Evaluation.Group.values(), '_'))
                .may("candidates", Types.words("Of a list", Evaluation.Candidates.values(), '_'))
                .may("known", Types.text("The entity that must have had an event before"))
                .may("by", Types.text("The entity that precision@k ranks"))
                .may("per", Types.duration("Its period, of event time"))
                .may(
                        "cost",
                        new Section("The decision threshold is the cheapest.")
                                .must("false_positive", Types.number(cost, 0.001, 1e9))
                                .must("false_negative", Types.number(cost, 0.001, 1e9))
                                .schema())
                .may(
                        "slices",
                        Types.list(
                                "By whose values the winner is measured too",
                                Types.text("A feature that is a category")))
                .schema();
    }

    static Map<String, Object> metric() {
        return METRIC;
    }

    static Map<String, Object> gate() {
        Map<String, Object> limit = Types.number("The limit");
        Section requirement =
                new Section("A demand.")
                        .must("metric", METRIC)
                        .may("at_least", limit)
                        .may("at_most", limit)
                        .may("better_than", Types.words("A baseline", Gate.Baseline.values(), '_'))
                        .oneOf(List.of("at_least", "at_most", "better_than"));
        return new Section("What a version needs to be promoted.")
                .may("require", Types.list("Demands", requirement.schema()))
                .may(
                        "against_champion",
                        new Section("Better than the champion on the same rows.")
                                .must("metric", METRIC)
                                .may("confidence", Types.number("Of the test", 0.5, 0.9999))
                                .schema())
                .may("promote", Types.words("Who promotes", Gate.Promote.values(), '_'))
                .schema();
    }

    static Map<String, Object> serving() {
        return new Section("What a request has and an answer says.")
                .may("request", Types.list("Whose keys a request has", Types.text("An entity")))
                .may("score", Types.text("The name of the score"))
                .schema();
    }

    static Map<String, Object> monitoring() {
        Map<String, Object> cause = Types.words("Why", Monitoring.Cause.values(), '_');
        return new Section("What is watched once the model serves.")
                .may(
                        "window",
                        new Section("What is judged at once.")
                                .may("every", Types.duration("Its length"))
                                .may("at_least", Types.integer("Predictions", 1, 100_000_000))
                                .schema())
                .may("drift", drift())
                .may(
                        "quality",
                        new Section("Live quality against the version's first window.")
                                .must("metric", METRIC)
                                .may("drop", Types.number("Relative", 0.001, 1))
                                .schema())
                .may(
                        "retrain",
                        new Section("When to train anew.")
                                .may("on", Types.oneOrMore("Why", cause))
                                .may("cooldown", Types.duration("Between two, wall clock"))
                                .may(
                                        "approve",
                                        Types.words("Who", Monitoring.Approve.values(), '_'))
                                .may("give_up_after", Types.integer("Requests in vain", 1, 1000))
                                .schema())
                .schema();
    }

    private static Map<String, Object> drift() {
        return new Section("Distances of features from training.")
                .may("numeric", Types.words("Of numbers", Monitoring.NumericDrift.values(), '-'))
                .may(
                        "categorical",
                        Types.words("Of categories", Monitoring.CategoricalDrift.values(), '-'))
                .may("threshold", Types.number("From here a feature drifted", 0.0001, 100))
                .may("share_of_features", Types.number("That must have drifted", 0, 1))
                .may("windows", Types.integer("In a row that say so", 1, 1000))
                .schema();
    }
}
