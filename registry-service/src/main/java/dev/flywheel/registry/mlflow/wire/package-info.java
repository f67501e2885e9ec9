/// MLflow's wire: requests parsed as leniently as MLflow does, its messages, error codes, page
/// tokens and filters.
///
/// Start with [MlflowRequest]. It knows nothing of HTTP.
@NullMarked
package dev.flywheel.registry.mlflow.wire;

import org.jspecify.annotations.NullMarked;
