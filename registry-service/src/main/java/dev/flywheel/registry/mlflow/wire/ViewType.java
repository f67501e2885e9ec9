package dev.flywheel.registry.mlflow.wire;

import dev.flywheel.registry.tracking.LifecycleStage;
import java.util.EnumSet;
import java.util.Set;

/// Whether a search sees what is in use, what is deleted, or both.
public enum ViewType {
    ACTIVE_ONLY,
    DELETED_ONLY,
    ALL;

    public static ViewType of(MlflowRequest request, String name) {
        return request.oneOf(ViewType.class, name).orElse(ACTIVE_ONLY);
    }

    public Set<LifecycleStage> stages() {
        return switch (this) {
            case ACTIVE_ONLY -> EnumSet.of(LifecycleStage.ACTIVE);
            case DELETED_ONLY -> EnumSet.of(LifecycleStage.DELETED);
            case ALL -> EnumSet.allOf(LifecycleStage.class);
        };
    }
}
