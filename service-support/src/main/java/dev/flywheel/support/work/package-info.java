/// Work that waits in the database.
@NullMarked
package dev.flywheel.support.work;

import org.jspecify.annotations.NullMarked;
