/// Reference data about entities: what a user or an item is from an instant on. Start with
/// [dev.flywheel.ingestion.entity.EntityIntake]. Must not know HTTP.
@NullMarked
package dev.flywheel.ingestion.entity;

import org.jspecify.annotations.NullMarked;
