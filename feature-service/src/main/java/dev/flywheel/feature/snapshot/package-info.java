/// Dataset snapshots: the archive as of a position, folded into labelled rows with negatives and
/// into evaluation lists, as Parquet files that never change. Start at [Snapshots] for the use
/// cases and at [SnapshotWriter] for how one is made.
@NullMarked
package dev.flywheel.feature.snapshot;

import org.jspecify.annotations.NullMarked;
