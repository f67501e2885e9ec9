package dev.flywheel.cli.loop;

import tools.jackson.databind.JsonNode;

/// How far an import is.
public record ImportState(
        String id, String status, long rowsRead, long accepted, long quarantined, long skipped) {

    static ImportState of(JsonNode json) {
        return new ImportState(
                json.path("id").asString(""),
                json.path("status").asString(""),
                json.path("rows_read").asLong(0),
                json.path("accepted").asLong(0),
                json.path("quarantined").asLong(0),
                json.path("skipped").asLong(0));
    }

    boolean hasEnded() {
        return status.equals("SUCCEEDED") || status.equals("FAILED");
    }
}
