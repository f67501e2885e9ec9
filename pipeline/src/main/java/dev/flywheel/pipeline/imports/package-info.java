/// Imports: what the rows of a file, a table or a topic mean to a pipeline, in the words of its
/// file.
///
/// Start with [dev.flywheel.pipeline.imports.ImportSpec]; a column's meaning is an
/// [dev.flywheel.pipeline.imports.Expression]. Nothing here opens a source.
@NullMarked
package dev.flywheel.pipeline.imports;

import org.jspecify.annotations.NullMarked;
