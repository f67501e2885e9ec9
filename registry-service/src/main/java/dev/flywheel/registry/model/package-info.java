/// Registered models, their numbered versions, and whether a version's bundle is whole.
///
/// Start with [ModelRegistry]. It knows nothing of who may promote what, nor of MLflow's wire.
@NullMarked
package dev.flywheel.registry.model;

import org.jspecify.annotations.NullMarked;
