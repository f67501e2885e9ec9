/// Versions of a model side by side: parameters, metrics, metrics by slice, features and what they
/// are worth.
///
/// Start with [Comparisons], which collects what is known of each version; [Differences] lines it
/// up and knows no database. Nothing here changes anything.
@NullMarked
package dev.flywheel.registry.comparison;

import org.jspecify.annotations.NullMarked;
