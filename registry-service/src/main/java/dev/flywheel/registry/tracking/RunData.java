package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import java.util.List;

/// What a run has logged.
///
/// @param metrics one a key: the greatest by step, timestamp and value
public record RunData(List<Metric> metrics, List<Param> params, List<Tag> tags) {}
