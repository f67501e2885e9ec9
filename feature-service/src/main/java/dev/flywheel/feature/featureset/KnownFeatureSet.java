package dev.flywheel.feature.featureset;

import dev.flywheel.contracts.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A feature set that was declared once, and how far its online state is.
///
/// @param source the text of the pipeline file that declared it
/// @param generation how often its online state was begun
/// @param unneededSince since when nothing reads it; null while something does
/// @param changedAt when its state changed
record KnownFeatureSet(
        String pipeline,
        String id,
        String source,
        State state,
        int generation,
        Filling filling,
        @Nullable Instant unneededSince,
        Instant changedAt) {

    /// What is done for a feature set.
    enum State {
        /// It was declared.
        NEW,
        /// Its online state follows Kafka, and is sent what only the archive has.
        FILLING,
        /// Its online state is whole.
        READY,
        /// Nothing reads it, and it is no longer followed.
        RETIRING,
        /// Its online state is deleted.
        RETIRED
    }

    /// How far the archive was sent into an online state.
    ///
    /// @param position of the archive, up to which it is sent
    /// @param events in the archive up to that position
    /// @param sent how many of them were sent
    /// @param place of the last of them; null before the first
    /// @param beganAt null before the beginning
    /// @param wholeAt null before the end
    record Filling(
            long position,
            long events,
            long sent,
            @Nullable Place place,
            @Nullable Instant beganAt,
            @Nullable Instant wholeAt) {

        Filling sent(int more, Place last) {
            return new Filling(position, events, sent + more, last, beganAt, null);
        }

        Filling wholeAt(Instant now) {
            return new Filling(position, events, sent, place, beganAt, now);
        }
    }

    /// What tells feature sets apart: pipelines with the same features have the same id.
    record Key(String pipeline, String id) {}

    Key key() {
        return new Key(pipeline, id);
    }

    /// Whether its online state is kept.
    boolean isKept() {
        return state == State.FILLING || state == State.READY;
    }

    /// Begun anew, to be filled up to a position of the archive that has so many events.
    KnownFeatureSet begun(long position, long events, Instant now) {
        Filling begun = new Filling(position, events, 0, null, now, null);
        return new KnownFeatureSet(
                pipeline, id, source, State.FILLING, generation + 1, begun, null, now);
    }

    KnownFeatureSet with(Filling next) {
        return new KnownFeatureSet(
                pipeline, id, source, state, generation, next, unneededSince, changedAt);
    }

    KnownFeatureSet in(State next, Instant now) {
        return new KnownFeatureSet(
                pipeline, id, source, next, generation, filling, unneededSince, now);
    }

    KnownFeatureSet unneededSince(@Nullable Instant since) {
        return new KnownFeatureSet(
                pipeline, id, source, state, generation, filling, since, changedAt);
    }
}
