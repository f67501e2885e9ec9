package dev.flywheel.registry.tracking;

import dev.flywheel.registry.search.Fragment;
import java.util.Collection;
import java.util.Locale;

/// Whether an experiment or a run is in use, or deleted and may be restored.
public enum LifecycleStage {
    ACTIVE,
    DELETED;

    /// The word that MLflow's wire has for it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The condition that a column holds one of the stages.
    static Fragment among(String column, Collection<LifecycleStage> stages) {
        return Fragment.of(
                column + " = any(?)",
                (Object) stages.stream().map(LifecycleStage::name).toArray(String[]::new));
    }
}
