package dev.flywheel.ingestion.imports.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that are copied to this machine while an import reads them. Their names tell which process
/// copied them, so that the next one removes what a killed one left.
///
/// @param folder where they lie
record Copies(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
    private static final String PREFIX = "flywheel-import-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");

    Path next() throws IOException {
        Files.createDirectories(folder);
        return Files.createTempFile(folder, PREFIX + ProcessHandle.current().pid() + "-", "");
    }

    /// Removes the copies of processes that are no more.
    void removeLeft() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> left = files.filter(Copies::isLeft).toList();
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Copies of an earlier process stay in {}: {}", folder, e.toString());
        }
    }

    /// What carries our own number before we began is of a process that had it before us, as the
    /// first one of a container has.
    private static boolean isLeft(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        long pid = Long.parseLong(name.group(1));
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }
}
