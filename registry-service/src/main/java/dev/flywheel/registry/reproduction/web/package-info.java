/// Reproductions over REST, with RFC 9457 problems.
///
/// Start with [ReproductionController].
@NullMarked
package dev.flywheel.registry.reproduction.web;

import org.jspecify.annotations.NullMarked;
