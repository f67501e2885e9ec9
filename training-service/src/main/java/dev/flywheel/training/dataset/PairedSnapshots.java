package dev.flywheel.training.dataset;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import java.time.Instant;

/// Gets the rows of a snapshot's test part with the features of another text of the pipeline's
/// file, so that a model that reads those can be measured on the same rows.
public final class PairedSnapshots {

    private final SnapshotClient snapshots;
    private final SnapshotFiles files;

    public PairedSnapshots(SnapshotClient snapshots, SnapshotFiles files) {
        this.snapshots = snapshots;
        this.files = files;
    }

    /// Has them made, and opens them.
    ///
    /// @param manifest of the snapshot
    /// @param test its test part
    /// @param pipelineFile the other text
    /// @param meanwhile called again and again while they are made; what it throws ends the wait
    /// @throws DatasetException.Refused if they can't be made, or are other rows or lists: the file
    ///   has another label, other negatives or another seed
    public PairedSnapshot open(
            SnapshotManifest manifest,
            SnapshotDatabase snapshot,
            Selection test,
            String pipelineFile,
            Runnable meanwhile) {
        Instant start = snapshot.start(Part.TEST);
        if (start == null) {
            throw new DatasetException.Refused("there are no rows in the test part");
        }
        SnapshotManifest made =
                snapshots.make(
                        manifest.pipeline(),
                        new SnapshotRequest(
                                start,
                                manifest.request().to(),
                                manifest.archivePosition(),
                                start,
                                manifest.request().listsAtMost(),
                                pipelineFile),
                        meanwhile);
        if (!pipelineFile.equals(made.request().pipelineFile())) {
            throw new DatasetException.Refused("the feature service can't make its rows yet");
        }
        PairedSnapshot paired = new PairedSnapshot(files.open(made), () -> files.forget(made));
        try {
            if (!paired.rows().identity(test).equals(snapshot.identity(test))) {
                throw new DatasetException.Refused(
                        "its file makes other rows: its label, its negatives or its seed differ");
            }
            return paired;
        } catch (RuntimeException e) {
            paired.close();
            throw e;
        }
    }
}
