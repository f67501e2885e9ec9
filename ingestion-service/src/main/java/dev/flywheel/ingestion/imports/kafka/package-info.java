/// Imports of topics, which never end. Start with
/// [dev.flywheel.ingestion.imports.kafka.TopicImports].
@NullMarked
package dev.flywheel.ingestion.imports.kafka;

import org.jspecify.annotations.NullMarked;
