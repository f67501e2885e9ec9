/// Feature sets side by side: the declared one, and those that were declared before and that a
/// version still reads. A new one is filled from the archive beside the others; one that nothing
/// reads is retired. Start at [FeatureSetKeeper].
@NullMarked
package dev.flywheel.feature.featureset;

import org.jspecify.annotations.NullMarked;
