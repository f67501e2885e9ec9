package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Label;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The events that a request wants rows of, as the archive counts them.
final class ArchivedRows implements Parts.Events {

    private final Archive archive;
    private final Pipeline pipeline;
    private final @Nullable Instant from;
    private final @Nullable Instant until;
    private final long position;

    /// @param until exclusive; null for the end
    ArchivedRows(
            Archive archive, Pipeline pipeline, SnapshotRequest request, @Nullable Instant until) {
        this.archive = archive;
        this.pipeline = pipeline;
        this.from = request.from();
        this.until = until;
        this.position = Objects.requireNonNull(request.archivePosition(), "archive_position");
    }

    /// This, if there are any.
    ///
    /// @throws SnapshotException.Impossible if there is none
    ArchivedRows required() {
        if (countBefore(null) == 0) {
            boolean waits = pipeline.label() instanceof Label.Outcome;
            throw new SnapshotException.Impossible(
                    "The archive has no '%s' in that range%s"
                            .formatted(
                                    pipeline.label().event(),
                                    waits ? " whose answer is certain by now" : ""));
        }
        return this;
    }

    @Override
    public long countBefore(@Nullable Instant instant) {
        boolean sooner = instant != null && (until == null || instant.isBefore(until));
        return archive.count(
                pipeline.name(),
                pipeline.label().event(),
                from,
                Span.until(sooner ? instant : until, position));
    }

    @Override
    public Instant eventTime(long index) {
        return archive.eventTime(
                pipeline.name(),
                pipeline.label().event(),
                from,
                Span.until(until, position),
                index);
    }
}
