package dev.flywheel.cli.loop;

import tools.jackson.databind.JsonNode;

/// What the feature service has of a pipeline.
///
/// @param events archived, each once
/// @param rowsPrepared events whose features and label were published as a row
/// @param applied events in the online state
/// @param lag records that the online state has yet to see; -1 if unknown
/// @param folded whether rows were made up to the latest event
public record ArchiveState(
        long events,
        long entityVersions,
        long rowsPrepared,
        long applied,
        long lag,
        boolean folded) {

    /// Whether everything has at least that many events.
    boolean has(long wanted) {
        return events >= wanted && applied >= wanted && rowsPrepared >= wanted;
    }

    /// Whether everything has exactly that many events: none lost, none twice.
    public boolean hasExactly(long wanted) {
        return events == wanted && applied == wanted && rowsPrepared == wanted;
    }

    /// Whether nothing that is known of is on its way.
    boolean isSettled() {
        return lag == 0 && folded;
    }

    static ArchiveState of(JsonNode archive, JsonNode online) {
        return new ArchiveState(
                archive.path("events").asLong(0),
                archive.path("entity_versions").asLong(0),
                archive.path("rows_prepared").asLong(0),
                online.path("applied").asLong(-1),
                online.path("lag").asLong(-1),
                archive.path("watermark").equals(archive.path("last_event_time")));
    }
}
