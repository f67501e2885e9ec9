package dev.flywheel.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a snapshot contains, and the proof of it.
///
/// Both files are Parquet, ordered by place. `rows` has the columns `part` (train, validation,
/// test), `event_id` (of the positive, which groups it with its negatives), `event_time`,
/// `candidate`, `label`, `weight`, one column for each entity key field, and one column a feature
/// (DOUBLE or VARCHAR, null if missing). `lists` has the same columns without `weight`.
///
/// @param id derived from the pipeline file, the request and the archive position: the same request
///   finds the same snapshot
/// @param candidates how many entities could have been drawn at the end of the range
/// @param negatives sampled for each positive
public record SnapshotManifest(
        String id,
        String pipeline,
        String pipelineHash,
        String featureSet,
        SnapshotRequest request,
        long archivePosition,
        @Nullable Instant firstEventTime,
        @Nullable Instant lastEventTime,
        long rowCount,
        long positiveCount,
        long listCount,
        int candidates,
        int negatives,
        long seed,
        List<Column> columns,
        File rows,
        File lists,
        Instant createdAt) {

    /// A feature's column.
    ///
    /// @param type `numeric` or `categorical`
    public record Column(String name, String type) {}

    /// A file in the artifact store.
    public record File(String sha256, long bytes) {}
}
