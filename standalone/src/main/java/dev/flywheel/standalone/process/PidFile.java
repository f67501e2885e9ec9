package dev.flywheel.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Remembers a process beyond the launcher's life: its pid, and its start and program, so that
/// another process that got the same pid later is not mistaken for it.
public record PidFile(Path path) {

    private static final String SUFFIX = ".pid";

    /// Clock corrections move the start that the system computes.
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    public static PidFile of(Path folder, String name) {
        return new PidFile(folder.resolve(name + SUFFIX));
    }

    public static List<PidFile> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(PidFile::new)
                    .toList();
        }
    }

    public String name() {
        String file = path.getFileName().toString();
        return file.substring(0, file.length() - SUFFIX.length());
    }

    /// Remembers that process.
    ///
    /// @param program part of the path of the program that the process runs, at the latest when it
    ///   is looked for
    public void write(ProcessHandle process, String program) throws IOException {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        Path temporary = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(
                temporary, "%d\n%d\n%s\n".formatted(process.pid(), start.toEpochMilli(), program));
        Files.move(
                temporary,
                path,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /// The process, if it is alive and the one that was written.
    public Optional<ProcessHandle> process() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        if (lines.size() < 3) {
            return Optional.empty();
        }
        Instant start = Instant.ofEpochMilli(Long.parseLong(lines.get(1)));
        return ProcessHandle.of(Long.parseLong(lines.get(0)))
                .filter(ProcessHandle::isAlive)
                .filter(process -> startedAt(process, start))
                .filter(process -> runs(process, lines.get(2)));
    }

    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private static boolean startedAt(ProcessHandle process, Instant start) {
        Instant actual = process.info().startInstant().orElse(Instant.EPOCH);
        return Duration.between(start, actual).abs().compareTo(TOLERANCE) <= 0;
    }

    private static boolean runs(ProcessHandle process, String program) {
        return process.info().command().map(command -> command.contains(program)).orElse(true);
    }
}
