package dev.flywheel.pipeline.feature;

import java.util.List;
import java.util.stream.IntStream;

/// Which columns, states and parts of keys depend on the key of an entity, alone or with others.
final class Dependencies {

    private final List<GroupPlan> plans;
    private final FeatureSource[] sources;
    private final int[][] columns;

    /// @param entities how many there are
    Dependencies(int entities, List<GroupPlan> plans, FeatureSource[] sources) {
        this.plans = plans;
        this.sources = sources;
        this.columns = new int[entities][];
        for (int i = 0; i < entities; i++) {
            int entity = i;
            columns[i] =
                    IntStream.range(0, sources.length)
                            .filter(column -> dependsOn(sources[column], entity))
                            .toArray();
        }
    }

    /// The columns that depend on an entity, in order.
    int[] columns(int entity) {
        return columns[entity];
    }

    int entities() {
        return columns.length;
    }

    /// Whether the key of that group's states does.
    boolean dependsOn(GroupPlan plan, int entity) {
        return plan.parts().stream().anyMatch(part -> dependsOn(part, entity));
    }

    private boolean dependsOn(FeatureSource source, int entity) {
        return switch (source) {
            case FeatureSource.OfCell cell -> isOf(cell.group(), entity);
            case FeatureSource.OfAttribute attribute -> isOf(attribute.group(), entity);
            case FeatureSource.OfKey key -> key.entity() == entity;
            case FeatureSource.OfField _, FeatureSource.OfTime _ -> false;
            case FeatureSource.OfRate rate ->
                    isOf(rate.group(), entity) || isOf(rate.overGroup(), entity);
            case FeatureSource.OfExpression expression ->
                    expression.columns().values().stream()
                            .anyMatch(column -> dependsOn(sources[column], entity));
        };
    }

    private boolean isOf(int group, int entity) {
        return dependsOn(plans.get(group), entity);
    }

    boolean dependsOn(KeyPart part, int entity) {
        return switch (part) {
            case KeyPart.OfEntity key -> key.position() == entity;
            case KeyPart.OfLast last -> dependsOn(sources[last.column()], entity);
            case KeyPart.OfAttribute attribute -> dependsOn(sources[attribute.column()], entity);
            case KeyPart.OfField _ -> false;
        };
    }
}
