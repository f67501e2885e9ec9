/// What entities and events look like: their keys, attributes, fields and types.
///
/// Start with [EventSpec]. Nothing here knows features, YAML or JSON.
@NullMarked
package dev.flywheel.pipeline.schema;

import org.jspecify.annotations.NullMarked;
