package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.training.dataset.SnapshotClient;
import dev.flywheel.training.run.RunState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
final class SnapshotStep implements RunStep {

    private final SnapshotClient snapshots;

    SnapshotStep(SnapshotClient snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public RunState state() {
        return RunState.SNAPSHOT;
    }

    @Override
    public StepOutcome perform(StepContext context) {
        String pipeline = context.pipeline().name();
        SnapshotClient.Archive archive = snapshots.archive(pipeline);
        SnapshotRequest request =
                new SnapshotRequest(
                        from(context, archive.watermark()),
                        null,
                        archive.position(),
                        context.request().testFrom(),
                        context.request().listsAtMost());
        SnapshotManifest made = snapshots.make(pipeline, request, context::checkpoint);
        context.tell(
                "Snapshot %s: %d rows of %d positives, %d lists, %s to %s"
                        .formatted(
                                made.id(),
                                made.rowCount(),
                                made.positiveCount(),
                                made.listCount(),
                                made.firstEventTime(),
                                made.lastEventTime()));
        return new StepOutcome.Next(RunState.VALIDATE, context.findings().withSnapshot(made));
    }

    private static @Nullable Instant from(StepContext context, @Nullable Instant watermark) {
        Duration last = context.pipeline().training().last();
        return last == null || watermark == null ? null : watermark.minus(last);
    }
}
