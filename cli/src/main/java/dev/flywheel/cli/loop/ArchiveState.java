package dev.flywheel.cli.loop;

import tools.jackson.databind.JsonNode;

/// What the feature service has of a pipeline.
///
/// @param events archived, each once
/// @param rowsPrepared features rows that were published
/// @param applied events in the online state
/// @param lag records that the online state has yet to see; -1 if unknown
public record ArchiveState(
        long events, long entityVersions, long rowsPrepared, long applied, long lag) {

    static ArchiveState of(JsonNode archive, JsonNode online) {
        return new ArchiveState(
                archive.path("events").asLong(0),
                archive.path("entity_versions").asLong(0),
                archive.path("rows_prepared").asLong(0),
                online.path("applied").asLong(-1),
                online.path("lag").asLong(-1));
    }
}
