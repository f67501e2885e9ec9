/// Child processes: starting, stopping, watching them, and finding those that an earlier launcher
/// left behind. Start from [Supervisor]; it knows nothing of what its processes are.
@NullMarked
package dev.flywheel.standalone.process;

import org.jspecify.annotations.NullMarked;
