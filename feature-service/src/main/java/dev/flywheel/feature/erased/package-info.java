/// The keys that were erased, so that nothing of them comes back. Start at [ErasedKeys]; what
/// erases is in `erasure`.
@NullMarked
package dev.flywheel.feature.erased;

import org.jspecify.annotations.NullMarked;
