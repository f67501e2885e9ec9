package dev.flywheel.standalone.service;

import dev.flywheel.standalone.Folders;
import dev.flywheel.standalone.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// A service's built jar, extracted, with room for its ahead-of-time cache beside it.
///
/// The folder's name comes from the jar's digest and the JDK, so neither is ever used with another.
public record ServiceJar(Path folder, Path jar) {

    private static final String CACHE = "startup.aot";

    /// Finds the jar that the build made and extracts it, unless that was done before.
    public static ServiceJar extract(ServiceName service, Path project, Path cache)
            throws IOException {
        Path built = built(service, project);
        Path services = Files.createDirectories(cache.resolve("services"));
        String prefix = service.shortName() + "-";
        Path folder = services.resolve(prefix + new JarKeys(services).keyOf(built));
        if (!Files.isDirectory(folder)) {
            forget(services, prefix);
            Path partial = services.resolve(service.shortName() + ".partial");
            Folders.delete(partial);
            extract(built, partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new ServiceJar(folder, folder.resolve(built.getFileName()));
    }

    /// Written by a training run when it ends; whole or absent.
    public Path startupCache() {
        return folder.resolve(CACHE);
    }

    public boolean hasStartupCache() {
        return Files.exists(startupCache());
    }

    private static Path built(ServiceName service, Path project) throws IOException {
        Path target = project.resolve(service.module()).resolve("target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                var jar =
                        files.filter(file -> isBootJar(file, service.module()))
                                .sorted()
                                .findFirst();
                if (jar.isPresent()) {
                    return jar.get();
                }
            }
        }
        throw new StandaloneException(
                "The jar of %s is missing in %s: run ./flywheel again to build it."
                        .formatted(service.module(), target));
    }

    private static boolean isBootJar(Path file, String module) {
        String name = file.getFileName().toString();
        return name.startsWith(module + "-")
                && name.endsWith(".jar")
                && !name.endsWith("-sources.jar")
                && !name.endsWith("-javadoc.jar")
                && !name.endsWith("-tests.jar");
    }

    private static void forget(Path services, String prefix) throws IOException {
        List<Path> old;
        try (Stream<Path> folders = Files.list(services)) {
            old = folders.filter(f -> f.getFileName().toString().startsWith(prefix)).toList();
        }
        for (Path folder : old) {
            Folders.delete(folder);
        }
    }

    private static void extract(Path jar, Path folder) throws IOException {
        Process process =
                new ProcessBuilder(
                                Jvm.java().toString(),
                                "-Xshare:auto",
                                "-Djarmode=tools",
                                "-jar",
                                jar.toString(),
                                "extract",
                                "--destination",
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.onExit().join();
        if (process.exitValue() != 0) {
            throw new StandaloneException(
                    "%s could not be extracted; delete it and run ./flywheel again."
                            .formatted(jar));
        }
    }
}
