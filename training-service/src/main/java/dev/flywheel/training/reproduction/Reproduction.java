package dev.flywheel.training.reproduction;

import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionRequested;
import org.jspecify.annotations.Nullable;

/// A request to make a version again.
///
/// @param outcome null until it is known
record Reproduction(ReproductionRequested request, @Nullable ReproductionOutcome outcome) {}
