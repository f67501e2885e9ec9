package dev.flywheel.registry.tracking;

import java.util.Locale;

/// Whether an experiment or a run is in use, or deleted and may be restored.
public enum LifecycleStage {
    ACTIVE,
    DELETED;

    /// The word that MLflow's wire has for it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
