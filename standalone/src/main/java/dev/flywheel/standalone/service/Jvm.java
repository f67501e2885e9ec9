package dev.flywheel.standalone.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JDK that the launcher itself runs on; its children use the same.
public final class Jvm {

    /// The variable with further options for every JVM, as for the containers.
    private static final String OPTIONS = "FLYWHEEL_JAVA_OPTIONS";

    private Jvm() {}

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// Tells one JDK build from another: an ahead-of-time cache fits exactly one.
    static String identity() {
        return System.getProperty("java.vm.vendor")
                + " "
                + System.getProperty("java.vm.version")
                + " "
                + System.getProperty("os.arch");
    }

    /// The class path of this process, absolute, so that a child may have another working folder.
    public static String classPath() {
        return String.join(
                java.io.File.pathSeparator,
                List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                        .stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /// What every child gets: little memory at rest, native libraries allowed, and an end that the
    /// launcher notices when memory is exhausted.
    ///
    /// What [#OPTIONS] says comes after these, so it has the last word.
    ///
    /// @param optimizes whether its work is worth the optimizing compiler, which on two cores takes
    ///   a third of the first minutes
    public static List<String> flags(int heapMegabytes, boolean optimizes) {
        List<String> flags = new ArrayList<>(ofEvery(heapMegabytes, optimizes));
        String more = System.getenv().getOrDefault(OPTIONS, "").strip();
        if (!more.isEmpty()) {
            flags.addAll(List.of(more.split("\\s+")));
        }
        return flags;
    }

    private static List<String> ofEvery(int heapMegabytes, boolean optimizes) {
        return List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (optimizes ? 4 : 1),
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }
}
