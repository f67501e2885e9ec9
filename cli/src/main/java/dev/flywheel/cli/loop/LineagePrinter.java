package dev.flywheel.cli.loop;

import dev.flywheel.cli.terminal.Table;
import dev.flywheel.cli.terminal.Terminal;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Prints a version's lineage for people; `--json` has all of it, the pipeline file too.
final class LineagePrinter {

    private static final String NONE = "-";

    private LineagePrinter() {}

    static void print(Terminal terminal, JsonNode lineage) {
        terminal.title(
                "Version %s of %s"
                        .formatted(text(lineage.path("version")), text(lineage.path("model"))));
        origin(lineage).print(terminal);
        candidates(terminal, lineage.path("selection"));
        gate(terminal, lineage.path("judgement").path("gate"));
        history(terminal, lineage);
    }

    private static Table origin(JsonNode lineage) {
        JsonNode pipeline = lineage.path("pipeline");
        JsonNode snapshot = lineage.path("snapshot");
        JsonNode run = lineage.path("run");
        JsonNode judgement = lineage.path("judgement");
        return new Table()
                .row("registered", both(lineage.path("registered"), "at", "by"))
                .row("pipeline", both(pipeline, "name", "hash"))
                .row("feature set", text(pipeline.path("feature_set")))
                .row("snapshot", both(snapshot, "id", "rows_sha256"))
                .row("rows", text(snapshot.path("rows")))
                .row("range", both(snapshot, "first_event_time", "last_event_time"))
                .row("run", both(run, "id", "cause"))
                .row("asked for", both(run, "requested_at", "requested_by"))
                .row("trainer", text(lineage.path("training").path("trainer")))
                .row("environment", text(lineage.path("training").path("environment")))
                .row("champion it met", text(judgement.path("parent_champion")))
                .row("expectations", expectations(judgement.path("expectations")))
                .row("serves as", text(lineage.path("serving").path("aliases")));
    }

    private static void candidates(Terminal terminal, JsonNode selection) {
        if (selection.path("candidates").isEmpty()) {
            return;
        }
        terminal.title("Candidates, by " + text(selection.path("by")));
        Table table = new Table();
        selection
                .path("candidates")
                .forEach(candidate ->
                        table.row(
                                text(candidate.path("trainer")),
                                candidate.path("chosen").asBoolean(false)
                                        ? "chosen"
                                        : text(candidate.path("lost"))));
        table.print(terminal);
    }

    private static void gate(Terminal terminal, JsonNode gate) {
        if (gate.isMissingNode()) {
            return;
        }
        terminal.title("Gate " + text(gate.path("verdict")));
        Table table = new Table();
        gate.path("reasons")
                .forEach(reason ->
                        table.row(
                                reason.path("passed").asBoolean(false) ? "ok" : "failed",
                                text(reason.path("text"))));
        table.print(terminal);
    }

    private static void history(Terminal terminal, JsonNode lineage) {
        Table table = new Table();
        lineage.path("audit")
                .forEach(entry ->
                        table.row(
                                text(entry.path("at")),
                                text(entry.path("action")),
                                text(entry.path("who")),
                                text(entry.path("reason"))));
        lineage.path("reproductions")
                .forEach(each ->
                        table.row(
                                text(each.path("requested_at")),
                                "REPRODUCED",
                                text(each.path("requested_by")),
                                each.path("verdict").asString("under way")));
        terminal.title("What became of it");
        table.print(terminal);
    }

    private static String expectations(JsonNode expectations) {
        if (expectations.isEmpty()) {
            return NONE;
        }
        return expectations
                .valueStream()
                .collect(
                        Collectors.groupingBy(
                                each -> text(each.path("outcome")), Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(outcome -> outcome.getValue() + " " + outcome.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String both(JsonNode section, String first, String second) {
        return text(section.path(first)) + "  " + text(section.path(second));
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return NONE;
        }
        return value.isContainer() ? value.toString().replace("\"", "") : value.asString(NONE);
    }
}
