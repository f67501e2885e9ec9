package dev.flywheel.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Asks the feature service for a dataset snapshot: labelled rows with sampled negatives, and
/// evaluation lists.
///
/// The rows whose positive lies in `[from, to)` are taken. They are split by time: the first share
/// trains, the next validates, the last tests; or, where `testFrom` is set, what lies at or after
/// it tests and the rest is split between training and validation in their proportion.
///
/// @param from inclusive; null for the beginning
/// @param to exclusive; null for the end
/// @param archivePosition only events archived at or before it; null for all that is archived now
/// @param testFrom start of the test part; null to split by the pipeline's shares
/// @param listsAtMost how many positives of the validation and of the test part get an evaluation
///   list of the whole catalogue, drawn uniformly by hash of the event id
/// @param pipelineFile another text of the pipeline's file, which has taken in what it includes:
///   rows and features are made as it says; null for the file that the service has
public record SnapshotRequest(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long archivePosition,
        @Nullable Instant testFrom,
        int listsAtMost,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pipelineFile) {

    /// Of the file that the service has.
    public SnapshotRequest(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long archivePosition,
            @Nullable Instant testFrom,
            int listsAtMost) {
        this(from, to, archivePosition, testFrom, listsAtMost, null);
    }

    /// The same from that archive position.
    public SnapshotRequest at(long position) {
        return new SnapshotRequest(from, to, position, testFrom, listsAtMost, pipelineFile);
    }
}
