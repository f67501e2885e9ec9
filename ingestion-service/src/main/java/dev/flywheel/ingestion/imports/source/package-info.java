/// The places that imports may read, as they are configured on this service: folders, buckets and
/// databases. Start with [dev.flywheel.ingestion.imports.source.ImportSources]. Must not know what
/// rows mean.
@NullMarked
package dev.flywheel.ingestion.imports.source;

import org.jspecify.annotations.NullMarked;
