/// Experiments, their runs, and what runs log: metrics, parameters and tags.
///
/// Start with [Tracking]. It knows nothing of models, nor of MLflow's wire.
@NullMarked
package dev.flywheel.registry.tracking;

import org.jspecify.annotations.NullMarked;
