package dev.flywheel.registry.reproduction;

import java.util.List;
import java.util.UUID;

public final class ReproductionFixtures {

    private ReproductionFixtures() {}

    /// A refusal of each kind.
    public static List<ReproductionException> everyRefusal() {
        return List.of(
                new ReproductionException.NoBundleException("clicks", 3),
                new ReproductionException.ReproductionNotFoundException(new UUID(0, 1)));
    }
}
