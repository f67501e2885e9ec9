package dev.flywheel.pipeline.jsonschema;

import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.schema.TimeUnit;
import java.util.Arrays;
import java.util.Map;

/// `imports`: what the columns of files mean.
final class ImportSection {

    /// Where expressions refer to themselves.
    static final String EXPRESSION = "expression";

    private static final String COLUMN = "A column's name";

    private ImportSection() {}

    static Map<String, Object> schema() {
        Section section = new Section("One file, folder, glob or query.");
        section.may("source", Types.text("The place to read; default files"))
                .may("path", Types.text("A file, a folder or a glob in the source"))
                .may("query", Types.text("One SELECT, where the source is a database"))
                .may("position", Types.text("The column whose latest value :since is"))
                .may(
                        "since",
                        Types.either(
                                "The value behind which the first import begins",
                                Types.text("A time"),
                                Types.number("A number")))
                .may(
                        "format",
                        Types.words(
                                "By the path's ending if absent",
                                Arrays.stream(ImportSpec.Format.values())
                                        .map(ImportSpec.Format::word)
                                        .toList()))
                .may("delimiter", Types.text("Of CSV, one character"))
                .may("charset", Types.text("Of CSV; default UTF-8"))
                .may("target", Types.text("events (the default) or entity:NAME"))
                .may("event_type", Types.text("Which event the rows are"))
                .may("columns", Types.map("What each member is made of", expressionHere()))
                .may(
                        "missing",
                        Types.oneOrMore("Texts that stand for no value", Types.text("Such as NA")))
                .may(
                        "where",
                        Types.map(
                                "By column the texts of rows that are taken",
                                Types.oneOrMore("Texts", Types.text("A text"))))
                .may(
                        "sample",
                        new Section("A share of the rows.")
                                .must("by", Types.text("The column whose hash decides"))
                                .must("share", Types.number("Over 0, up to 1", 0, 1))
                                .schema())
                .may("from", Types.text("Takes events at or after"))
                .may("to", Types.text("Takes events before"))
                .may("schedule", Types.text("Cron of five fields, wall clock, UTC"))
                .may("rate", Types.integer("Rows a second at most", 1, 10_000_000));
        return Types.map("Imports by name.", section.schema());
    }

    private static Map<String, Object> expressionHere() {
        return Map.of("$ref", "#/$defs/" + EXPRESSION);
    }

    static Map<String, Object> expression() {
        Section section = new Section("What a member is made of.");
        section.may("column", Types.text(COLUMN))
                .may("map", Types.map("Texts to texts", Types.text("A text")))
                .may("default", Types.text("Where the column is empty or not in the map"))
                .may("constant", Types.text("The same for every row"))
                .may("template", Types.text("Columns in braces put into a text"))
                .may("number", Types.text(COLUMN))
                .may("decimal", Types.text("Before the fraction of a number; default ."))
                .may("grouping", Types.text("Between groups of three digits; default none"))
                .may(
                        "offset",
                        Types.number("Added to the number before it is multiplied; default 0"))
                .may("times", Types.number("What the number is multiplied by; default 1"))
                .may(
                        "elapsed",
                        new Section("How long it is from one instant to another.")
                                .must("from", expressionHere())
                                .must("to", expressionHere())
                                .must("in", Types.words("Unit", TimeUnit.values(), '_'))
                                .schema())
                .may("time", Types.text(COLUMN))
                .may("pattern", Types.text("Such as dd.MM.yyyy HH:mm:ss"))
                .may("zone", Types.text("Of times without an offset; default UTC"))
                .may("epoch_seconds", Types.text(COLUMN))
                .may("epoch_millis", Types.text(COLUMN))
                .may("date", Types.list("Columns of year, month and day", Types.text(COLUMN)))
                .may(
                        "plus_seconds",
                        new Section("A time plus (column + offset) * times seconds.")
                                .must("to", expressionHere())
                                .may("column", Types.text(COLUMN))
                                .may(
                                        "offset",
                                        Types.integer("Default 0", Long.MIN_VALUE, Long.MAX_VALUE))
                                .may(
                                        "times",
                                        Types.integer("Default 1", Long.MIN_VALUE, Long.MAX_VALUE))
                                .schema())
                .may(
                        "hash_time_of_day",
                        new Section("A made-up time for data that has only days.")
                                .must("of", Types.text("The column whose text is hashed"))
                                .must("on", expressionHere())
                                .may("within", Types.integer("Seconds", 1, 86_400))
                                .schema());
        return Types.either("What a member is made of", Types.text(COLUMN), section.schema());
    }
}
