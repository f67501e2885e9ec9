package dev.flywheel.standalone.process;

import java.util.List;

/// Hears what happens to supervised processes.
public interface SupervisorListener {

    /// A process ended that nobody had asked to.
    ///
    /// @param lastLines of its log
    /// @param restarts whether it is started again
    void died(String name, int exitCode, List<String> lastLines, boolean restarts);

    void startedAgain(String name);

    void stoppedOnRequest(String name);
}
