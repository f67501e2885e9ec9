package dev.flywheel.training.dataset;

/// The rows and lists of another snapshot's test part, in the same order, with other features. Its
/// copy of the files goes when it is closed.
public final class PairedSnapshot implements AutoCloseable {

    private final SnapshotDatabase rows;
    private final Runnable forget;

    PairedSnapshot(SnapshotDatabase rows, Runnable forget) {
        this.rows = rows;
        this.forget = forget;
    }

    public SnapshotDatabase rows() {
        return rows;
    }

    @Override
    public void close() {
        rows.close();
        forget.run();
    }
}
