package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.fold.ChoiceRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Positives with their negatives, and evaluation lists. The archive is folded twice: first to draw
/// the events that get a list, then to write; what is in the heap is the fold and what was drawn.
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
        ChoiceRows folded =
                fold((event, rows) -> {
                    String part = parts.of(event.eventTime());
                    var labelled = rows.rows(event);
                    tables.addRows(part, event, labelled);
                    tally.add(event, labelled.size());
                    if (listed.contains(event.eventId())) {
                        tables.addList(part, event, rows.list(event));
                        tally.lists++;
                    }
                });
        return tally.contents(folded.candidates());
    }

    /// The events of the validation and of the test part that get a list.
    private Set<String> draw() {
        ListDraw validation = new ListDraw(pipeline.seed(), request.listsAtMost());
        ListDraw test = new ListDraw(pipeline.seed(), request.listsAtMost());
        if (request.listsAtMost() > 0) {
            fold((event, rows) -> {
                if (rows.isEvaluated(event)) {
                    switch (parts.of(event.eventTime())) {
                        case Parts.VALIDATION -> validation.offer(event.eventId());
                        case Parts.TEST -> test.offer(event.eventId());
                        default -> {}
                    }
                }
            });
        }
        Set<String> drawn = validation.drawn();
        drawn.addAll(test.drawn());
        return drawn;
    }

    /// Folds everything before the end of the range, and shows each positive of the range before it
    /// is applied.
    private <E extends Exception> ChoiceRows fold(OnPositive<E> onPositive) throws E {
        ChoiceRows rows = new ChoiceRows(pipeline);
        long position = Objects.requireNonNull(request.archivePosition(), "archive_position");
        Replay replay = archive.replay(pipeline.name(), Span.until(request.to(), position));
        while (replay.hasNext()) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, _) -> rows.apply(version);
                case Replay.Step.OfEvent(var event, _) -> {
                    if (rows.isPositive(event) && !isBefore(event, request.from())) {
                        onPositive.accept(event, rows);
                    }
                    rows.apply(event);
                }
            }
        }
        return rows;
    }

    private static boolean isBefore(Event event, @Nullable Instant from) {
        return from != null && event.eventTime().isBefore(from);
    }

    private interface OnPositive<E extends Exception> {
        void accept(Event positive, ChoiceRows rows) throws E;
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
