package dev.flywheel.training.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a run is asked to do.
///
/// @param cause why, such as `manual`, `schedule`, `drift` or `quality`; it is kept and shown
/// @param requestId makes a repeated request harmless; null if it can't be repeated
/// @param requestedBy whom the request came from: a token's subject, or `schedule` or `monitoring`;
///   null of runs from before this was kept
/// @param testFrom start of the test part; null to split by the pipeline's shares
/// @param promote whether a version that passed may be promoted; the pipeline file has its say too
/// @param listsAtMost evaluation lists a part
public record RunRequest(
        String pipeline,
        String cause,
        @Nullable String requestId,
        @Nullable String requestedBy,
        @Nullable Instant testFrom,
        boolean promote,
        int listsAtMost) {

    /// Whether drift is why the run was asked for.
    public boolean causedByDrift() {
        return cause.equals("drift");
    }
}
