/// Comparison over REST.
///
/// Start with [ComparisonController].
@NullMarked
package dev.flywheel.registry.comparison.web;

import org.jspecify.annotations.NullMarked;
