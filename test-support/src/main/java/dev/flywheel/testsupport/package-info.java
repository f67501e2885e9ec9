/// What the tests of all modules share: Kafka and PostgreSQL, tokens, and the house rules.
///
/// Start with [TestKafka] and [TestPostgres]. Nothing here is on a service's class path at run
/// time.
@NullMarked
package dev.flywheel.testsupport;

import org.jspecify.annotations.NullMarked;
