package dev.flywheel.feature.erasure;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.archive.ArchiveEraser;
import dev.flywheel.feature.erasure.Erasure.HeldBy;
import dev.flywheel.feature.erasure.Erasure.Step;
import dev.flywheel.feature.erasure.ErasureTable.Job;
import dev.flywheel.feature.row.FoldProgresses;
import dev.flywheel.feature.snapshot.Snapshot;
import dev.flywheel.feature.snapshot.SnapshotSearch;
import dev.flywheel.feature.topic.Publisher;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// What an erasure does, step by step. Each step can be done again, also after it was done halfway.
@Component
final class ErasureSteps {

    private static final String WHY =
            "Its files were removed, as they held an entity that was erased; ask again";

    private final ErasureTable table;
    private final ArchiveEraser archive;
    private final FoldProgresses folds;
    private final SnapshotSearch snapshots;
    private final Publisher publisher;
    private final OnlineSweeper online;

    ErasureSteps(
            ErasureTable table,
            ArchiveEraser archive,
            FoldProgresses folds,
            SnapshotSearch snapshots,
            Publisher publisher,
            OnlineSweeper online) {
        this.table = table;
        this.archive = archive;
        this.folds = folds;
        this.snapshots = snapshots;
        this.publisher = publisher;
        this.online = online;
    }

    /// Does the step that the job is at.
    ///
    /// @return whether it is done; if not, it waits for something, and is to be tried again
    boolean perform(Job job) throws IOException, SQLException {
        return switch (job.step()) {
            case ARCHIVE -> archive(job);
            case ROWS -> rows(job);
            case SNAPSHOTS -> snapshots(job);
            case ONLINE -> online.hasSwept(job.pipeline(), job.keyHash());
            case DONE -> true;
        };
    }

    static Step after(Step step) {
        return switch (step) {
            case ARCHIVE -> Step.ROWS;
            case ROWS -> Step.SNAPSHOTS;
            case SNAPSHOTS -> Step.ONLINE;
            case ONLINE, DONE -> Step.DONE;
        };
    }

    private boolean archive(Job job) {
        // Kafka first: a tombstone twice is a tombstone, and a failure here keeps the step.
        publisher.publish(
                Topics.entities(job.pipeline()),
                List.of(job.entity() + ":" + job.key()),
                key -> key,
                _ -> null);
        archive.erase(
                job.pipeline(),
                job.entity(),
                job.keyField(),
                job.key(),
                new ArchiveEraser.Removed() {
                    @Override
                    public void events(int count) {
                        table.addEvents(job.id(), count);
                    }

                    @Override
                    public void entityVersions(int count) {
                        table.addEntityVersions(job.id(), count);
                    }
                });
        return true;
    }

    /// The fold's states have seen what is gone now. Where nothing was, nothing changes.
    private boolean rows(Job job) {
        Erasure.Removed removed = table.find(job.id()).orElseThrow().removed();
        if (removed.events() + removed.entityVersions() > 0) {
            folds.startOver(job.pipeline());
        }
        return true;
    }

    private boolean snapshots(Job job) throws IOException, SQLException {
        if (snapshots.isAnyInTheMaking(job.pipeline(), job.since())) {
            return false;
        }
        for (Snapshot snapshot : snapshots.made(job.pipeline())) {
            SnapshotManifest manifest = Objects.requireNonNull(snapshot.manifest(), snapshot.id());
            long rows = snapshots.rowsOf(manifest, job.keyField(), job.key());
            if (rows > 0) {
                HeldBy held =
                        new HeldBy(
                                snapshot.id(),
                                rows,
                                manifest.rows().sha256(),
                                manifest.lists().sha256());
                // Noted before anything is deleted: after a crash nobody could tell any more.
                table.add(job.id(), held);
                snapshots.forget(held.id(), WHY);
            }
        }
        for (HeldBy held : table.snapshots(job.id())) {
            snapshots.delete(held.rowsSha256(), held.listsSha256());
        }
        return true;
    }
}
