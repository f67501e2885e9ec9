/// What a key, a name or a value may be, as MLflow's clients know it.
///
/// Start with [Tag] and [Names]. It knows nothing of what carries the names.
@NullMarked
package dev.flywheel.registry.naming;

import org.jspecify.annotations.NullMarked;
