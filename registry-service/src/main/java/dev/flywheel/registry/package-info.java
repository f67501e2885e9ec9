/// The registry: runs, models, versions and artifacts behind MLflow's REST API, and the promotions
/// that decide what serves.
///
/// Start with `promotion/Promotions` for what changes, and `mlflow/web` for how clients reach it.
@NullMarked
package dev.flywheel.registry;

import org.jspecify.annotations.NullMarked;
