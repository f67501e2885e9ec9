package dev.flywheel.registry.promotion;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.model.VersionBundles;
import dev.flywheel.registry.outbox.Outbox;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Computes what inference must know of a model, and tells it: its aliases, and the bundles behind
/// them and behind the previous champion.
///
/// An alias of a version without a whole bundle is left out: nothing could serve it.
@Component
class ServingState {

    private final ModelRegistry registry;
    private final VersionBundles bundles;
    private final Outbox outbox;

    ServingState(ModelRegistry registry, VersionBundles bundles, Outbox outbox) {
        this.registry = registry;
        this.bundles = bundles;
        this.outbox = outbox;
    }

    /// Tells `model-events`, in the transaction that has changed an alias.
    ModelServing tell(RegisteredModel model) {
        ModelServing state = of(model);
        outbox.append(Topics.MODEL_EVENTS, model.name(), state);
        return state;
    }

    ModelServing of(RegisteredModel model) {
        Set<Integer> numbers = new HashSet<>(model.aliases().values());
        model.previousChampion().ifPresent(numbers::add);
        Map<Integer, ModelServing.Bundle> versions = new TreeMap<>();
        for (ModelVersion version : registry.versions(model, numbers)) {
            bundles.of(version).ifPresent(bundle -> versions.put(version.number(), bundle));
        }
        Map<String, Integer> aliases = new TreeMap<>(model.aliases());
        aliases.values().retainAll(versions.keySet());
        return new ModelServing(model.name(), model.revision(), aliases, versions);
    }
}
