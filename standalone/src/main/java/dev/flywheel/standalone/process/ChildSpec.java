package dev.flywheel.standalone.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How to start and stop a child process.
///
/// @param program part of the path of the program it runs, once it has started
/// @param environment added to the launcher's own
/// @param stopSignal the signal that asks it to stop, such as `TERM`
/// @param patience how long it may take to stop before it is killed
public record ChildSpec(
        String name,
        List<String> command,
        String program,
        Map<String, String> environment,
        Path log,
        String stopSignal,
        Duration patience) {

    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
