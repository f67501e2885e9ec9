package dev.flywheel.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The folder that holds everything a standalone installation keeps, `.flywheel` by default.
///
/// @param cache extracted jars, start-up caches and binaries: made from what was built, worth
///   keeping
public record Home(Path root, Path cache) {

    public Home {
        root = root.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
    }

    public Home(Path root) {
        this(root, root.resolve("cache"));
    }

    /// Pid files and what the supervisor is asked to do.
    public Path run() {
        return root.resolve("run");
    }

    /// Exists while nobody but the demo has put data here, so that the next demo may delete it.
    public Path ownedByDemo() {
        return run().resolve("demo");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path artifacts() {
        return root.resolve("artifacts");
    }

    /// Where imports read their files from.
    public Path imports() {
        return root.resolve("import");
    }

    public Path state(String service) {
        return root.resolve("state").resolve(service);
    }

    /// What a reset deletes: all but the caches.
    public List<Path> data() {
        return List.of(
                run(),
                logs(),
                keys(),
                kafka(),
                postgres(),
                artifacts(),
                imports(),
                root.resolve("state"),
                root.resolve("evaluation"));
    }

    /// Creates the folders; the root and the keys are for this user only.
    public void create() throws IOException {
        for (Path folder : List.of(root, keys())) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        for (Path folder : List.of(run(), logs(), artifacts(), imports(), cache())) {
            Files.createDirectories(folder);
        }
    }
}
