/// Where a version comes from, why it is the one that was registered, and where it serves.
///
/// Start with [Lineages]. It reads what others keep (the version's bundle, its run, the audit
/// trail, its reproductions) and keeps nothing itself.
@NullMarked
package dev.flywheel.registry.lineage;

import org.jspecify.annotations.NullMarked;
