package dev.flywheel.training.registration;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.model.bundle.VersionBundle;
import java.nio.file.Path;
import java.util.Optional;

/// Fetches the bundle of the version that serves now, and checks it as inference would.
public final class Champions {

    private final Registry registry;
    private final Bundles bundles;

    /// @param directory where bundles lie while they are read
    public Champions(Registry registry, Path directory) {
        this.registry = registry;
        this.bundles = new Bundles(registry, directory);
    }

    /// The champion; empty if nothing serves.
    ///
    /// @throws dev.flywheel.model.bundle.BundleException if its bundle is not whole
    public Optional<Champion> of(String model) {
        return registry.serving(model).flatMap(this::champion);
    }

    private Optional<Champion> champion(ModelServing serving) {
        Integer version = serving.aliases().get(ModelServing.CHAMPION);
        ModelServing.Bundle bundle = version == null ? null : serving.versions().get(version);
        if (version == null || bundle == null) {
            return Optional.empty();
        }
        return Optional.of(new Champion(version, bundles.with(bundle, (_, whole) -> whole)));
    }

    /// A version that serves, and its bundle.
    public record Champion(int version, VersionBundle bundle) {}
}
