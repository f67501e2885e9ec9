package dev.flywheel.feature.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A snapshot: asked for, in the making, or made.
///
/// @param request as it was understood: its archive position is set
/// @param error why it failed, for people; null otherwise
/// @param manifest null until it succeeded
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Snapshot(
        String id,
        String pipeline,
        SnapshotRequest request,
        Status status,
        @JsonIgnore int attempts,
        @Nullable String error,
        @Nullable SnapshotManifest manifest,
        Instant createdAt) {

    /// How far it is.
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED
    }
}
