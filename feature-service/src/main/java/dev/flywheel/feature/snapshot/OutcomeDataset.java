package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.fold.LabelledRow;
import dev.flywheel.pipeline.fold.OutcomeRow;
import dev.flywheel.pipeline.fold.OutcomeRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One row for each event whose answer is certain: its time has passed by the latest event.
final class OutcomeDataset implements Dataset {

    /// The smallest step of the archive's clock.
    private static final Duration TICK = Duration.ofNanos(1_000);

    private final Archive archive;
    private final Pipeline pipeline;
    private final @Nullable Instant from;
    private final Instant until;
    private final long position;
    private final Parts parts;

    private OutcomeDataset(
            Archive archive, Pipeline pipeline, SnapshotRequest request, Instant until) {
        this.archive = archive;
        this.pipeline = pipeline;
        this.from = request.from();
        this.until = until;
        this.position = position(request);
        ArchivedRows rows = new ArchivedRows(archive, pipeline, request, until);
        this.parts = Parts.of(pipeline.training().split(), request, rows.required());
    }

    /// @throws SnapshotException.Impossible if no row is certain
    static OutcomeDataset of(Archive archive, Pipeline pipeline, SnapshotRequest request) {
        Instant last = archive.lastEventTime(pipeline.name(), position(request));
        Instant certain =
                last == null ? Instant.EPOCH : last.minus(pipeline.label().within()).plus(TICK);
        Instant to = request.to();
        return new OutcomeDataset(
                archive, pipeline, request, to != null && to.isBefore(certain) ? to : certain);
    }

    @Override
    public Contents fill(DatasetTables tables) throws SQLException {
        OutcomeRows rows = new OutcomeRows(pipeline);
        Tally tally = new Tally(tables);
        Instant end = until.plus(pipeline.label().within()).plus(TICK);
        Replay replay = archive.replay(pipeline.name(), Span.until(end, position));
        while (replay.hasNext()) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, _) -> rows.apply(version);
                case Replay.Step.OfEvent(var event, _) -> tally.add(rows.apply(event));
            }
        }
        tally.add(rows.certainBefore(end));
        return new Contents(tally.first, tally.last, tally.rows, tally.positives, 0, 0);
    }

    private static long position(SnapshotRequest request) {
        return Objects.requireNonNull(request.archivePosition(), "archive_position");
    }

    private final class Tally {

        private final DatasetTables tables;
        private @Nullable Instant first;
        private @Nullable Instant last;
        private long rows;
        private long positives;

        Tally(DatasetTables tables) {
            this.tables = tables;
        }

        void add(List<OutcomeRow> certain) throws SQLException {
            for (OutcomeRow row : certain) {
                Instant at = row.event().eventTime();
                if (at.isBefore(until) && (from == null || !at.isBefore(from))) {
                    LabelledRow labelled = new LabelledRow(null, row.label(), 1, row.features());
                    tables.addRows(parts.of(at), row.event(), List.of(labelled));
                    first = first == null ? at : first;
                    last = at;
                    rows++;
                    positives += row.label() == 0 ? 0 : 1;
                }
            }
        }
    }
}
