/// Live quality: how good a version's answers turned out to be, once outcomes are known.
///
/// Start with [QualityCounts], which adds up over any windows, and [QualityDetector], which judges
/// them. It must not know where outcomes come from.
@NullMarked
package dev.flywheel.monitoring.quality;

import org.jspecify.annotations.NullMarked;
