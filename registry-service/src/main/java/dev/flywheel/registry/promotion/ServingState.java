package dev.flywheel.registry.promotion;

import static java.util.stream.Collectors.toMap;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.outbox.Outbox;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Computes what inference must know of a model, and tells it: its aliases, and the bundles behind
/// them and behind the previous champion.
///
/// An alias of a version without a whole bundle is left out: nothing could serve it.
@Component
class ServingState {

    private static final String FEATURE_SET_TAG = "flywheel.feature_set";
    private static final String PIPELINE_HASH_TAG = "flywheel.pipeline_hash";

    private final ModelRegistry registry;
    private final ArtifactIndex index;
    private final Outbox outbox;

    ServingState(ModelRegistry registry, ArtifactIndex index, Outbox outbox) {
        this.registry = registry;
        this.index = index;
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
        Map<Integer, ModelServing.Bundle> bundles = new TreeMap<>();
        for (ModelVersion version : registry.versions(model, numbers)) {
            bundle(version).ifPresent(bundle -> bundles.put(version.number(), bundle));
        }
        Map<String, Integer> aliases = new TreeMap<>(model.aliases());
        aliases.values().retainAll(bundles.keySet());
        return new ModelServing(model.name(), model.revision(), aliases, bundles);
    }

    private Optional<ModelServing.Bundle> bundle(ModelVersion version) {
        if (!version.isBundleWhole()) {
            return Optional.empty();
        }
        return version.bundle().map(directory -> bundle(version, directory));
    }

    private ModelServing.Bundle bundle(ModelVersion version, ArtifactPath directory) {
        int prefix = directory.directoryPrefix().length();
        Map<String, String> files =
                index.below(directory).stream()
                        .filter(Artifact::isSealed)
                        .collect(
                                toMap(
                                        file -> file.path().substring(prefix),
                                        file -> file.digest().hex(),
                                        (first, _) -> first,
                                        TreeMap::new));
        String runId = version.runId();
        return new ModelServing.Bundle(
                runId == null ? "" : runId,
                directory.value(),
                files,
                version.tag(FEATURE_SET_TAG).orElse(""),
                version.tag(PIPELINE_HASH_TAG).orElse(""));
    }
}
