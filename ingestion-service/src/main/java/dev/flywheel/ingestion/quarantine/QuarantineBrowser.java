package dev.flywheel.ingestion.quarantine;

import dev.flywheel.contracts.Quarantined;
import java.util.List;

/// Looks into a pipeline's quarantine.
@FunctionalInterface
public interface QuarantineBrowser {

    /// The inputs that were refused last, newest first.
    List<Quarantined> latest(String pipeline, int limit);
}
