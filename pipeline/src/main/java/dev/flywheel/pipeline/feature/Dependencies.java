package dev.flywheel.pipeline.feature;

import java.util.List;
import java.util.stream.IntStream;

/// Which columns and which states depend on the key of an entity, alone or with others.
final class Dependencies {

    private final List<GroupPlan> plans;
    private final FeatureSource[] sources;
    private final int[][] columns;
    private final boolean[][] groups;

    /// @param entities how many there are
    Dependencies(int entities, List<GroupPlan> plans, FeatureSource[] sources) {
        this.plans = plans;
        this.sources = sources;
        this.columns = new int[entities][];
        this.groups = new boolean[entities][plans.size()];
        for (int i = 0; i < entities; i++) {
            int entity = i;
            columns[i] =
                    IntStream.range(0, sources.length)
                            .filter(column -> dependsOn(sources[column], entity))
                            .toArray();
            for (int group = 0; group < plans.size(); group++) {
                groups[i][group] = isOf(group, i);
            }
        }
    }

    /// The columns that depend on an entity, in order.
    int[] columns(int entity) {
        return columns[entity];
    }

    /// By group index, whether its state's key depends on an entity.
    boolean[] groups(int entity) {
        return groups[entity];
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
        return plans.get(group).parts().stream().anyMatch(part -> isOf(part, entity));
    }

    private boolean isOf(KeyPart part, int entity) {
        return switch (part) {
            case KeyPart.OfEntity key -> key.position() == entity;
            case KeyPart.OfLast last -> dependsOn(sources[last.column()], entity);
            case KeyPart.OfAttribute attribute -> dependsOn(sources[attribute.column()], entity);
            case KeyPart.OfField _ -> false;
        };
    }
}
