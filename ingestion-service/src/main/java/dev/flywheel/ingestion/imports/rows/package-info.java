/// Rows out of files (CSV, NDJSON and Parquet) and queries. Start with
/// [dev.flywheel.ingestion.imports.rows.Rows]. Must not know what rows mean.
@NullMarked
package dev.flywheel.ingestion.imports.rows;

import org.jspecify.annotations.NullMarked;
