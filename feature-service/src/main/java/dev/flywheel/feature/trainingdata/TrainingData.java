package dev.flywheel.feature.trainingdata;

import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.fold.Fold;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Joins every feature's value as of its moment to rows of somebody's own.
///
/// The rows are put in the order of their moments and the archive is folded once beside them, so
/// that a value is what `as_of` answers: that of the events before the moment. In the heap are the
/// fold's states; the rows are on disk. One at a time, the others wait.
@Component
public final class TrainingData {

    private final Archive archive;
    private final long memoryBytes;
    private final ReentrantLock one = new ReentrantLock(true);

    public TrainingData(Archive archive, FeatureProperties properties) {
        this.archive = archive;
        this.memoryBytes = properties.snapshots().memory().toBytes();
    }

    /// Makes a Parquet file of the rows' columns and every feature.
    ///
    /// @param time the column of each row's moment
    /// @param directory empty, for the file and what is needed on the way; deleted by the caller
    /// @throws SpineRefusedException if the rows are not as they should be
    public Path make(Pipeline pipeline, Path rows, SpineFormat format, String time, Path directory)
            throws SQLException {
        one.lock();
        try (SpineTable table = new SpineTable(directory, memoryBytes)) {
            Spine spine = table.load(pipeline, rows, format, time);
            long position = archive.head(pipeline.name()).position();
            Following following = new Following(pipeline, position);
            table.join(pipeline, spine, following::features);
            return table.write(
                    spine,
                    Map.of(
                            "pipeline", pipeline.name(),
                            "pipeline_hash", pipeline.hash(),
                            "feature_set", pipeline.featureSet().id(),
                            "archive_position", Long.toString(position)));
        } finally {
            one.unlock();
        }
    }

    /// The fold, which follows the rows.
    private final class Following {

        private final Fold fold;
        private final Replay replay;
        private Replay.@Nullable Step next;

        Following(Pipeline pipeline, long position) {
            this.fold = new Fold(pipeline.featureSet());
            this.replay = archive.replay(pipeline.name(), Span.until(null, position));
            advance();
        }

        /// The values of what was before the row's moment.
        FeatureVector features(SpineRow row) {
            for (Replay.Step step = next;
                    step != null && instant(step).isBefore(row.at());
                    step = next) {
                switch (step) {
                    case Replay.Step.OfEntityVersion(var version, _) -> fold.apply(version);
                    case Replay.Step.OfEvent(var event, _) -> fold.apply(event);
                }
                advance();
            }
            return fold.vector(row.keys(), row.fields(), row.at());
        }

        private void advance() {
            next = replay.hasNext() ? replay.next() : null;
        }

        private static Instant instant(Replay.Step step) {
            return switch (step) {
                case Replay.Step.OfEntityVersion(var version, _) -> version.validFrom();
                case Replay.Step.OfEvent(var event, _) -> event.eventTime();
            };
        }
    }
}
