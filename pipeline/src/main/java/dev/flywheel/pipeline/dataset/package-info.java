/// The table that a snapshot's rows are, and SQL over it.
///
/// What runs SQL here needs DuckDB on the class path, which this module doesn't bring along: most
/// who read pipeline files never look at a dataset.
@NullMarked
package dev.flywheel.pipeline.dataset;

import org.jspecify.annotations.NullMarked;
