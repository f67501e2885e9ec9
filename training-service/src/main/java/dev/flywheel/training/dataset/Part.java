package dev.flywheel.training.dataset;

import java.util.Locale;

/// A part of a snapshot, in order of time.
public enum Part {
    TRAIN,
    VALIDATION,
    TEST;

    /// As the snapshot's column spells it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
