/// How events reach the archive from Kafka, and what leaves for Kafka on the way: refused input to
/// the quarantine, observed outcomes to those who wait for them. Start at [ArchiveListener].
@NullMarked
package dev.flywheel.feature.archive.kafka;

import org.jspecify.annotations.NullMarked;
