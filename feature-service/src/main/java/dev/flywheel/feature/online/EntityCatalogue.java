package dev.flywheel.feature.online;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The reference data of those entities whose attributes enter another entity's state, such as the
/// price of the item that a user clicked. It is in memory, the same on every instance.
///
/// One thread may write while others read.
public final class EntityCatalogue implements AttributeLookup {

    private final FeatureSet features;
    private final Set<String> entities;
    private final AttributeLookup lookup;
    private final Map<StateKey, GroupState> states = new ConcurrentHashMap<>();

    public EntityCatalogue(FeatureSet features) {
        this.features = features;
        this.entities =
                features.groups().stream()
                        .flatMap(group -> features.joinedBy(group).stream())
                        .collect(Collectors.toUnmodifiableSet());
        this.lookup = features.attributesFrom(states::get);
    }

    /// Whether no state asks for another entity's attributes, so that nothing needs to be known.
    public boolean isUnneeded() {
        return entities.isEmpty();
    }

    public void apply(EntityVersion version) {
        Group group = features.groupOf(version.entity());
        if (group == null || !entities.contains(version.entity())) {
            return;
        }
        states.compute(
                StateKey.of(group, version.key()),
                (_, known) -> {
                    // Readers may hold the known one: it is never written to again.
                    GroupState next =
                            known == null
                                    ? GroupState.empty(features, group)
                                    : GroupState.decode(features, group, known.encode());
                    next.apply(version);
                    return next;
                });
    }

    /// Forgets what is known of an entity.
    ///
    /// @param topicKey such as `item:A13`
    public void forget(String topicKey) {
        StateKey key = features.stateKey(topicKey);
        if (key != null) {
            states.remove(key);
        }
    }

    @Override
    public @Nullable Object find(String entity, String key, String attribute, Instant at) {
        return lookup.find(entity, key, attribute, at);
    }
}
