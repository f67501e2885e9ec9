package dev.flywheel.contracts;

import java.time.Instant;

/// Somebody wants to know whether training can make a version again.
///
/// @param reproductionId makes a repeated delivery harmless, and names whose outcome comes back
/// @param bundle the version's, which holds its pipeline file and its provenance
public record ReproductionRequested(
        String reproductionId,
        String model,
        int version,
        ModelServing.Bundle bundle,
        Instant requestedAt) {}
