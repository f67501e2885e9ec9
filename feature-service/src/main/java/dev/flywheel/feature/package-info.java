/// The feature service: it archives every event, folds the archive into prepared rows and
/// snapshots, and keeps the online state. Start reading at `archive`, then `row`, `snapshot` and
/// `online`.
@NullMarked
package dev.flywheel.feature;

import org.jspecify.annotations.NullMarked;
