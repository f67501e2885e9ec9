package dev.flywheel.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An entry of the registry's audit trail, as `model-audit` carries it.
///
/// @param id names the entry in its registry; a record that comes again has the same
/// @param revision the model's revision after the change
/// @param who asked for the change
/// @param action what was done, such as `PROMOTED`
/// @param alias what was changed; null if a version or the model was deleted, or the model renamed
/// @param fromVersion where the alias pointed before, or what was deleted; null if nothing
/// @param toVersion where it points now, or would; null if nowhere
/// @param forced whether a gate that failed was overruled
/// @param gate the gate's verdict; null where none was asked
/// @param approver the second person; null where none was needed
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelAudited(
        long id,
        String model,
        long revision,
        Instant at,
        String who,
        String action,
        @Nullable String alias,
        @Nullable Integer fromVersion,
        @Nullable Integer toVersion,
        @Nullable String reason,
        boolean forced,
        @Nullable String gate,
        @Nullable String approver) {}
