/// Archives over HTTP.
///
/// Start with [ArchiveController].
@NullMarked
package dev.flywheel.registry.archive.web;

import org.jspecify.annotations.NullMarked;
