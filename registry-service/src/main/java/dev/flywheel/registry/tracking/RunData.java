package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import java.util.List;

/// What a run has logged.
///
/// @param metrics one a key: the greatest by step, timestamp and value
/// @param inputs the data sets that it has read
public record RunData(
        List<Metric> metrics, List<Param> params, List<Tag> tags, List<DatasetInput> inputs) {}
