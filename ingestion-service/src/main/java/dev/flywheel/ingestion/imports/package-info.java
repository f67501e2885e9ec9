/// Imports: files of a configured source become events or versions of entities, in jobs that
/// survive a crash. Start with [dev.flywheel.ingestion.imports.Imports], then
/// [dev.flywheel.ingestion.imports.ImportRun]. Must not know HTTP.
@NullMarked
package dev.flywheel.ingestion.imports;

import org.jspecify.annotations.NullMarked;
