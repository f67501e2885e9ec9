package dev.flywheel.model.bundle;

import dev.flywheel.model.encoding.FittedColumn;
import java.util.List;

/// The content of `schema.json`.
record BundleSchema(List<FittedColumn> columns) {}
