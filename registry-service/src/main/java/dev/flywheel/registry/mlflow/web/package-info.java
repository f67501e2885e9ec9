/// MLflow's REST API: its paths, its shapes and its errors over Flywheel's use cases.
///
/// Each controller holds one group of MLflow's endpoints and takes a parsed [MlflowRequest]; start
/// with [RunController]. A success is 200 with a JSON object, and nothing else.
@NullMarked
package dev.flywheel.registry.mlflow.web;

import org.jspecify.annotations.NullMarked;
