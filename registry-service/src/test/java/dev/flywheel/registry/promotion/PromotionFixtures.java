package dev.flywheel.registry.promotion;

import java.util.List;

/// Refusals for tests, one of each kind.
public final class PromotionFixtures {

    private PromotionFixtures() {}

    public static List<PromotionException> everyRefusal() {
        return List.of(
                new PromotionException.GateFailedException("clicks", 3, List.of("auc 0.6")),
                new PromotionException.VersionNotReadyException("clicks", 3, null),
                new PromotionException.NothingToRollBackToException("clicks"),
                new PromotionException.ReasonMissingException());
    }
}
