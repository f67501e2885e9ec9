/// From a row of raw features to the sparse numbers that a model multiplies.
///
/// Start with [FeatureEncoder]; [EncoderFitter] makes one from training rows. Nothing here knows
/// where rows come from or which model reads them.
@NullMarked
package dev.flywheel.model.encoding;

import org.jspecify.annotations.NullMarked;
