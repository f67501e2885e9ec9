/// What crosses a service border: the records on the topics, their names, the scopes of a token.
///
/// Start with [Topics] and [Event]. Everything here is a value; nothing here knows Spring, Kafka's
/// client or a database.
@NullMarked
package dev.flywheel.contracts;

import org.jspecify.annotations.NullMarked;
