package dev.flywheel.ingestion.imports.rows;

import dev.flywheel.pipeline.imports.RowValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of a file.
public interface Row extends RowValues {

    /// Its place among the data rows, from 1.
    long number();

    /// Why nothing can be made of it; null if something can.
    @Nullable String fault();

    /// Every value under its column's name, as it is kept where the row is refused.
    Map<String, Object> named();

    /// About how many characters it holds.
    long size();
}
