/// Which version serves: the gate that a champion passes, promotion, rollback, aliases, and the
/// audit trail of them all.
///
/// Start with [Promotions]: every way of moving an alias goes through it, so that no champion
/// passes ungated or unaudited.
@NullMarked
package dev.flywheel.registry.promotion;

import org.jspecify.annotations.NullMarked;
