package dev.flywheel.feature.erasure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An erasure: asked for, under way, or done. It does not tell the key.
///
/// @param keyHash what is kept of the key
/// @param stage what is done now, or tried again
/// @param error why the step did not succeed the last time; null if it did
/// @param snapshots that held the entity; their files are removed when the erasure has succeeded
/// @param requests who asked, when and why; more than one if it was asked for again
/// @param finishedAt null until all is done
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Erasure(
        UUID id,
        String pipeline,
        String entity,
        String keyHash,
        Status status,
        @JsonIgnore Step stage,
        @Nullable String error,
        Removed removed,
        List<HeldBy> snapshots,
        List<Request> requests,
        @Nullable Instant finishedAt) {

    /// How far it is.
    public enum Status {
        RUNNING,
        SUCCEEDED
    }

    /// What is done, in this order.
    public enum Step {
        ARCHIVE,
        ROWS,
        SNAPSHOTS,
        ONLINE,
        DONE
    }

    /// What is being done; null when all is.
    @JsonProperty("step")
    public @Nullable Step step() {
        return stage == Step.DONE ? null : stage;
    }

    /// How much was removed of each.
    public record Removed(long events, long entityVersions, long snapshots, long onlineStates) {}

    /// A snapshot that held the entity.
    ///
    /// @param rows of the entity, those of evaluation lists included
    public record HeldBy(String id, long rows, String rowsSha256, String listsSha256) {}

    /// Who asked.
    public record Request(String requestedBy, Instant requestedAt, String reason) {}
}
