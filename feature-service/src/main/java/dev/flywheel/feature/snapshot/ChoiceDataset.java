package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.fold.ChoiceRows;
import dev.flywheel.pipeline.fold.Evaluated;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Positives with their negatives, and evaluation lists. The archive is read twice: first to draw
/// the events that get a list, then to fold and write; what is in the heap is the fold and what was
/// drawn.
final class ChoiceDataset implements Dataset {

    private final Archive archive;
    private final Pipeline pipeline;
    private final SnapshotRequest request;
    private final Parts parts;

    /// @throws SnapshotException.Impossible if there is no positive
    ChoiceDataset(Archive archive, Pipeline pipeline, SnapshotRequest request) {
        this.archive = archive;
        this.pipeline = pipeline;
        this.request = request;
        ArchivedRows positives = new ArchivedRows(archive, pipeline, request, request.to());
        this.parts = Parts.of(pipeline.training().split(), request, positives.required());
    }

    @Override
    public Contents fill(DatasetTables tables) throws SQLException {
        Set<String> listed = draw();
        Tally tally = new Tally();
        ChoiceRows rows = new ChoiceRows(pipeline);
        Replay replay = replay();
        while (replay.hasNext()) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, _) -> rows.apply(version);
                case Replay.Step.OfEvent(var event, _) -> {
                    if (rows.isPositive(event) && isWanted(event)) {
                        String part = parts.of(event.eventTime());
                        var labelled = rows.rows(event);
                        tables.addRows(part, event, labelled);
                        tally.add(event, labelled.size());
                        if (listed.contains(event.eventId())) {
                            tables.addList(part, event, rows.list(event));
                            tally.lists++;
                        }
                    }
                    rows.apply(event);
                }
            }
        }
        return tally.contents(rows.candidates());
    }

    /// The events of the validation and of the test part that get a list.
    private Set<String> draw() {
        ListDraw validation = new ListDraw(pipeline.seed(), request.listsAtMost());
        ListDraw test = new ListDraw(pipeline.seed(), request.listsAtMost());
        if (request.listsAtMost() > 0) {
            Evaluated evaluated = new Evaluated(pipeline);
            Replay replay = replay();
            while (replay.hasNext()) {
                if (replay.next() instanceof Replay.Step.OfEvent(var event, _)) {
                    if (evaluated.includes(event) && isWanted(event)) {
                        switch (parts.of(event.eventTime())) {
                            case Parts.VALIDATION -> validation.offer(event.eventId());
                            case Parts.TEST -> test.offer(event.eventId());
                            default -> {}
                        }
                    }
                    evaluated.apply(event);
                }
            }
        }
        Set<String> drawn = validation.drawn();
        drawn.addAll(test.drawn());
        return drawn;
    }

    /// Everything before the end of the range.
    private Replay replay() {
        long position = Objects.requireNonNull(request.archivePosition(), "archive_position");
        return archive.replay(pipeline.name(), Span.until(request.to(), position));
    }

    /// Not before the range.
    private boolean isWanted(Event event) {
        Instant from = request.from();
        return from == null || !event.eventTime().isBefore(from);
    }

    private static final class Tally {

        private @Nullable Instant first;
        private @Nullable Instant last;
        private long rows;
        private long positives;
        private long lists;

        void add(Event positive, int rowsOfPositive) {
            if (first == null) {
                first = positive.eventTime();
            }
            last = positive.eventTime();
            positives++;
            rows += rowsOfPositive;
        }

        Contents contents(int candidates) {
            return new Contents(first, last, rows, positives, lists, candidates);
        }
    }
}
