package dev.flywheel.ingestion.quarantine;

import dev.flywheel.contracts.Quarantined;
import java.util.Collection;
import java.util.function.Consumer;

/// Reads a pipeline's whole quarantine, one input at a time.
public interface QuarantineSearch {

    /// Hands over everything that is there now, whole, in the order of each partition.
    void forEach(String pipeline, Consumer<Found> taker);

    /// Hands over some of it again.
    void read(String pipeline, Collection<Found> which, Consumer<Found> taker);

    /// An input, and where it lies.
    record Found(int partition, long offset, Quarantined input) {

        /// Without what may be large.
        public Found place() {
            return new Found(
                    partition,
                    offset,
                    new Quarantined(
                            input.eventId(),
                            "",
                            input.encoding(),
                            java.util.List.of(),
                            input.refusedBy(),
                            input.refusedAt()));
        }
    }
}
