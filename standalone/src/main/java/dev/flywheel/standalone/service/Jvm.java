package dev.flywheel.standalone.service;

import java.nio.file.Path;
import java.util.List;

/// The JDK that the launcher itself runs on; its children use the same.
public final class Jvm {

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
    /// @param optimizes whether its work is worth the optimizing compiler, which on two cores takes
    ///   a third of the first minutes
    public static List<String> flags(int heapMegabytes, boolean optimizes) {
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
