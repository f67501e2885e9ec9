package dev.flywheel.standalone.postgres;

import dev.flywheel.standalone.process.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What PostgreSQL's own pid file tells about a cluster.
///
/// A server that was killed leaves its file; when another program has got its pid, PostgreSQL would
/// refuse to start for ever.
record Postmaster(Path data) {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Stops a server that still serves this cluster, and deletes its file.
    void clear() throws IOException {
        Path file = data.resolve("postmaster.pid");
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            return;
        }
        Optional<ProcessHandle> server =
                lines.isEmpty()
                        ? Optional.empty()
                        : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                                .filter(this::servesThisCluster);
        if (server.isPresent()) {
            server.get().destroy();
            Leftovers.awaitExit(server.get(), PATIENCE);
        }
        Files.deleteIfExists(file);
    }

    private boolean servesThisCluster(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return info.command().orElse("").contains("postgres")
                && info.arguments().map(List::of).orElse(List.of()).contains(data.toString());
    }
}
