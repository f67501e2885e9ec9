package dev.flywheel.pipeline.cel;

import org.jspecify.annotations.Nullable;

/// Values by their position.
public interface CelRow {

    /// NaN if it is missing.
    double number(int position);

    /// Null if it is missing.
    @Nullable String category(int position);
}
