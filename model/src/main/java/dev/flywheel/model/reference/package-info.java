/// What the served population looked like at training, as counts in bins, and how far other counts
/// are from it.
///
/// Start with [Reference]. Training writes it, monitoring counts live values in the same [Bins] and
/// compares with [Distances]. Nothing here knows windows, thresholds or alerts.
@NullMarked
package dev.flywheel.model.reference;

import org.jspecify.annotations.NullMarked;
