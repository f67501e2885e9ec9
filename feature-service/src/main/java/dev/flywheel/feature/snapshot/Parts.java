package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.pipeline.spec.Training;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the training part ends and the test part begins. Events of the same instant are never
/// divided.
///
/// @param validationFrom inclusive
/// @param testFrom inclusive
record Parts(Instant validationFrom, Instant testFrom) {

    static final String TRAIN = "train";
    static final String VALIDATION = "validation";
    static final String TEST = "test";

    /// The events of a range that make rows, in place order.
    interface Events {

        /// How many there are before an instant; null for all.
        long countBefore(@Nullable Instant instant);

        /// The event time of the one at that index.
        Instant eventTime(long index);
    }

    static Parts of(Training.Split split, SnapshotRequest request, Events events) {
        Instant testFrom = request.testFrom();
        if (testFrom == null) {
            long count = events.countBefore(null);
            return new Parts(
                    at(split.train(), count, events),
                    at(split.train() + split.validation(), count, events));
        }
        long before = events.countBefore(testFrom);
        double learned = split.train() + split.validation();
        double share = learned == 0 ? 1 : split.train() / learned;
        return new Parts(earlier(at(share, before, events), testFrom), testFrom);
    }

    String of(Instant eventTime) {
        if (eventTime.isBefore(validationFrom)) {
            return TRAIN;
        }
        return eventTime.isBefore(testFrom) ? VALIDATION : TEST;
    }

    private static Instant at(double share, long count, Events events) {
        long index = Math.round(share * count);
        return index >= count ? Instant.MAX : events.eventTime(index);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
