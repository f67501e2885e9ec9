package dev.flywheel.monitoring.watch;

import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.Quarantined;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records of the log, and how far they take it.
///
/// @param refused what could not be read
/// @param clock what the pipeline's clock reaches with this batch; null if it doesn't move
/// @param outcomeClock what the outcomes' clock reaches; null if it doesn't move
public record LogBatch(
        List<PredictionServed> predictions,
        List<OutcomeObserved> outcomes,
        List<Quarantined> refused,
        List<Position> positions,
        @Nullable Instant clock,
        @Nullable Instant outcomeClock) {

    /// Whether there is anything to count or to judge.
    boolean changes(WatchedPipeline state) {
        return !positions.isEmpty() || !state.at(clock, outcomeClock).equals(state);
    }

    /// A partition's progress.
    ///
    /// @param from the offset at which the batch begins; what must be stored as next before
    /// @param next the offset after the batch
    public record Position(
            String topic,
            int partition,
            long from,
            long next,
            @Nullable Instant greatestEventTime) {}
}
