package dev.flywheel.standalone.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Processes that a killed launcher left running.
public final class Leftovers {

    private Leftovers() {}

    /// Stops them, by force after some patience, and deletes their pid files.
    ///
    /// @return the names of those that were running
    public static List<String> stop(Path pidFolder, Duration patience) throws IOException {
        List<String> names = new ArrayList<>();
        List<ProcessHandle> running = new ArrayList<>();
        for (PidFile file : PidFile.in(pidFolder)) {
            file.process()
                    .ifPresent(process -> {
                        names.add(file.name());
                        running.add(process);
                        process.destroy();
                    });
        }
        for (ProcessHandle process : running) {
            awaitExit(process, patience);
        }
        for (PidFile file : PidFile.in(pidFolder)) {
            file.delete();
        }
        return names;
    }

    /// Waits for the end of a process that is stopping, and kills it when patience is over.
    public static void awaitExit(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
