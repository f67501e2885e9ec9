/// Lineage over REST.
///
/// Start with [LineageController].
@NullMarked
package dev.flywheel.registry.lineage.web;

import org.jspecify.annotations.NullMarked;
