package dev.flywheel.pipeline.feature;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which `last` features of a group key the states of others.
///
/// @param group whose entities' events are followed
/// @param lasts the features, in the order in which they were first used
/// @param keyed the groups that they key
/// @param fedBy the types of the events that bring a value or are counted after one
record TrailPlan(
        Group group, List<KeyPart.OfLast> lasts, List<GroupPlan> keyed, Set<String> fedBy) {

    /// The trails of a feature set.
    static List<TrailPlan> of(List<GroupPlan> plans) {
        return plans.stream()
                .map(GroupPlan::group)
                .map(group -> of(group, plans))
                .filter(trail -> !trail.keyed.isEmpty())
                .toList();
    }

    private static TrailPlan of(Group group, List<GroupPlan> plans) {
        List<GroupPlan> keyed =
                plans.stream().filter(plan -> !lasts(plan, group).isEmpty()).toList();
        Set<KeyPart.OfLast> lasts = new LinkedHashSet<>();
        keyed.forEach(plan -> lasts.addAll(lasts(plan, group)));
        Set<String> fedBy = new HashSet<>();
        lasts.forEach(last -> fedBy.add(last.last().value().event()));
        keyed.forEach(plan -> fedBy.addAll(plan.eventTypes()));
        return new TrailPlan(group, List.copyOf(lasts), keyed, Set.copyOf(fedBy));
    }

    private static List<KeyPart.OfLast> lasts(GroupPlan plan, Group group) {
        return plan.parts().stream()
                .filter(KeyPart.OfLast.class::isInstance)
                .map(KeyPart.OfLast.class::cast)
                .filter(last -> last.group() == group.index())
                .toList();
    }

    static @Nullable Duration idle(KeyPart.OfLast last) {
        return last.last().retention() instanceof Retention.UntilIdle(var after) ? after : null;
    }
}
