package dev.flywheel.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.model.encoding.FittedColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of `schema.json`.
///
/// @param threshold from which score on the answer is yes; null if nobody declared what decides
@JsonInclude(JsonInclude.Include.NON_NULL)
record BundleSchema(List<FittedColumn> columns, @Nullable Double threshold) {}
