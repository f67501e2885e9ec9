package dev.flywheel.registry.promotion;

import dev.flywheel.registry.model.ModelFixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Refusals for tests, one of each kind.
public final class PromotionFixtures {

    private PromotionFixtures() {}

    public static List<PromotionException> everyRefusal() {
        return List.of(
                new PromotionException.GateFailedException("clicks", 3, List.of("auc 0.6")),
                new PromotionException.VersionNotReadyException("clicks", 3, null),
                new PromotionException.NothingToRollBackToException("clicks"),
                new PromotionException.ReasonMissingException("A rejection"),
                pending(),
                new PromotionException.RequestNotFoundException("clicks", 3),
                new PromotionException.SecondPersonNeededException("clicks", 3, "ada"));
    }

    /// A promotion that waits.
    public static PromotionRequest aRequest() {
        return new PromotionRequest(
                ModelFixtures.aRegisteredModel(),
                3,
                new Change("ada", "better", false),
                new Gate(true, List.of()),
                Instant.parse("2008-08-13T00:00:00Z"),
                Duration.ofDays(7));
    }

    public static PromotionException pending() {
        return new PromotionException.ApprovalPendingException(aRequest());
    }
}
