/// The commands about the processes on this machine: up, down, status, logs, token, reset and their
/// like. Start from [UpCommand]; they know `standalone` and no pipeline.
@NullMarked
package dev.flywheel.cli.installation;

import org.jspecify.annotations.NullMarked;
