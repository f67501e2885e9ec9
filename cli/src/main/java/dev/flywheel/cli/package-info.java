/// The command line: standalone on this machine, or against a cluster. Start from [FlywheelCli].
@NullMarked
package dev.flywheel.cli;

import org.jspecify.annotations.NullMarked;
