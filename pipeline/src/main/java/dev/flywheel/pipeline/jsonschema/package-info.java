/// The JSON Schema of the pipeline file, with which editors complete and explain its keys.
@NullMarked
package dev.flywheel.pipeline.jsonschema;

import org.jspecify.annotations.NullMarked;
