/// Jobs that were asked for and are kept in PostgreSQL: each is worked on by one instance at a
/// time.
@NullMarked
package dev.flywheel.feature.work;

import org.jspecify.annotations.NullMarked;
