package dev.flywheel.feature.snapshot;

import java.sql.SQLException;

/// What a snapshot is to hold.
interface Dataset {

    /// Folds the archive and adds all rows and lists.
    Contents fill(DatasetTables tables) throws SQLException;
}
