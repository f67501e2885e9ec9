package dev.flywheel.standalone;

import dev.flywheel.standalone.process.SupervisorListener;
import java.time.Duration;
import java.util.List;

/// Hears how a start goes, and afterwards what happens to the processes.
public interface StandaloneListener extends SupervisorListener {

    /// Processes that a killed launcher had left, and that are stopped now.
    void leftoversStopped(List<String> names);

    void ready(String name, Duration after);
}
