/// The archive: all events and entity versions, each once, in PostgreSQL. It is the log; Kafka
/// keeps days, the archive keeps all. Start at [Archive] for reading and [ArchiveSink] for writing.
/// Knows nothing of features.
@NullMarked
package dev.flywheel.feature.archive;

import org.jspecify.annotations.NullMarked;
