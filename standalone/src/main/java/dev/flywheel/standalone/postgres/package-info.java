/// A PostgreSQL server of our own: its binaries, its cluster, and one role and schema a service.
/// Start from [PostgresCluster].
@NullMarked
package dev.flywheel.standalone.postgres;

import org.jspecify.annotations.NullMarked;
