package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.pipeline.Pipeline;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The positives that a request is about, as the archive counts them.
final class ArchivedPositives implements Parts.Positives {

    private final Archive archive;
    private final Pipeline pipeline;
    private final SnapshotRequest request;
    private final long position;

    ArchivedPositives(Archive archive, Pipeline pipeline, SnapshotRequest request) {
        this.archive = archive;
        this.pipeline = pipeline;
        this.request = request;
        this.position = Objects.requireNonNull(request.archivePosition(), "archive_position");
    }

    @Override
    public long countBefore(@Nullable Instant instant) {
        Instant to = request.to();
        boolean sooner = instant != null && (to == null || instant.isBefore(to));
        return archive.count(
                pipeline.name(),
                pipeline.label().positive(),
                request.from(),
                Span.until(sooner ? instant : to, position));
    }

    @Override
    public Instant eventTime(long index) {
        return archive.eventTime(
                pipeline.name(),
                pipeline.label().positive(),
                request.from(),
                Span.until(request.to(), position),
                index);
    }
}
