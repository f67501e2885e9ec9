package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.arrival.Reading;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Reads entity versions; what cannot be read is left out, as the archive quarantines it.
final class EntityVersions extends ContextualFixedKeyProcessor<String, byte[], Reading> {

    private final ArrivalReader reader;
    private final String archived;
    private final Erasing erasing;

    /// @param archived the topic whose versions come from the archive
    EntityVersions(ArrivalReader reader, String archived, Erasing erasing) {
        this.reader = reader;
        this.archived = archived;
        this.erasing = erasing;
    }

    @Override
    public void process(FixedKeyRecord<String, byte[]> arrived) {
        Instant arrivedAt = Instant.ofEpochMilli(arrived.timestamp());
        Reading reading =
                Stage.isFrom(context(), archived)
                        ? ArrivalReader.archivedVersion(arrived.value())
                        : reader.entityVersion(arrived.value(), arrivedAt);
        if (reading instanceof Reading.OfEntityVersion version && !erasing.covers(version)) {
            context().forward(arrived.withValue(version));
        }
    }
}
