/// A declared pipeline: one YAML file, read into records, with every mistake named.
///
/// Start with [PipelineReader], which makes a [Pipeline]. [EventSchema] says which events the
/// pipeline accepts. Nothing here knows Spring, Kafka or a database.
@NullMarked
package dev.flywheel.pipeline;

import org.jspecify.annotations.NullMarked;
