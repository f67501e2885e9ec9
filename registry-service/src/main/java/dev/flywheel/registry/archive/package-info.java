/// Versions on their way from one registry to another, each in one archive: bundle, what the
/// registry knows of it, and its audit entries.
///
/// Start with [VersionExport] and [VersionImport]. What an archive is, and what is refused in one,
/// is the `model` module's matter.
@NullMarked
package dev.flywheel.registry.archive;

import org.jspecify.annotations.NullMarked;
