/// Feature values for people and programs that ask: online, or as of an instant. Start at
/// [FeatureValues].
@NullMarked
package dev.flywheel.feature.value;

import org.jspecify.annotations.NullMarked;
