/// Features: what is declared, the states that events leave behind, and the value at an instant.
///
/// Start with [FeatureSet]. A [GroupState] is the memory of one user, one item or one pair; it does
/// not depend on the order in which events arrive, and it is what the online topic carries. Nothing
/// here does I/O or knows the pipeline file.
@NullMarked
package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.NullMarked;
