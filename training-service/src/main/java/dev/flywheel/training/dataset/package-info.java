/// Snapshots as training reads them: Parquet files from the artifact store, through DuckDB.
///
/// Start with [SnapshotDatabase]. DuckDB runs in one thread and without access to anything but the
/// snapshot's files, so an expression from a pipeline file can read nothing else.
@NullMarked
package dev.flywheel.training.dataset;

import org.jspecify.annotations.NullMarked;
