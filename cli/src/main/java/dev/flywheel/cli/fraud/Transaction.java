package dev.flywheel.cli.fraud;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A card payment.
///
/// @param scenario which of the rules made it fraud, 1 to 3; 0 if it is none
/// @param reportedAt when its fraud became known; null if it is none
public record Transaction(
        String id,
        Instant at,
        int customer,
        int terminal,
        double amount,
        int scenario,
        @Nullable Instant reportedAt) {

    public boolean isFraud() {
        return scenario > 0;
    }
}
