/// Walks a YAML file tolerantly: what is wrong is noted with its line, and reading goes on.
///
/// Start with [YamlMap]. Every reading method answers null or a default where it noted a [Finding].
/// Nothing here knows what a pipeline is.
@NullMarked
package dev.flywheel.pipeline.yaml;

import org.jspecify.annotations.NullMarked;
