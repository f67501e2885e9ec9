/// The commands that drive the loop through the services' REST: run, evaluate, train, promote,
/// rollback, validate. Start from [Loop].
@NullMarked
package dev.flywheel.cli.loop;

import org.jspecify.annotations.NullMarked;
