package dev.flywheel.monitoring.quality;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The quality of one span `[start, end)`, and how it compares with the version's beginning.
///
/// @param joined predictions that met an outcome
/// @param metrics all that can be computed
/// @param judgement null for the first full span, where the watched metric can't be computed, or
///   where the pipeline watches none
public record JudgedQuality(
        int version,
        Instant start,
        Instant end,
        long predictions,
        long joined,
        Map<String, Estimate> metrics,
        @Nullable QualityJudgement judgement) {

    public boolean breached() {
        return judgement != null && judgement.breached();
    }
}
