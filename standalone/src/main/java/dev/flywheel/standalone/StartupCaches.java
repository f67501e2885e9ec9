package dev.flywheel.standalone;

import dev.flywheel.standalone.service.ServiceJar;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The services' ahead-of-time caches: each is started once on an empty installation until it is
/// ready, and its JVM writes down what it had loaded.
public final class StartupCaches {

    private StartupCaches() {}

    /// Makes the caches of these services that are missing; quick if none is.
    public static void make(
            StandaloneSettings settings,
            Set<ServiceName> services,
            StandaloneListener listener,
            Consumer<String> say,
            InstantSource clock)
            throws IOException {
        Path cache = settings.home().cache();
        Set<ServiceName> missing = EnumSet.noneOf(ServiceName.class);
        for (ServiceName service : services) {
            if (!ServiceJar.extract(service, settings.project(), cache).hasStartupCache()) {
                missing.add(service);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        say.accept("Making the start-up caches (once for each build, about two minutes) ...");
        Instant begin = clock.instant();
        Path root = settings.home().root().resolve("prepare");
        StandaloneSettings trial =
                new StandaloneSettings(
                        new Home(root, cache),
                        settings.project(),
                        settings.pipelines(),
                        Ports.free());
        Folders.delete(root);
        try (Standalone standalone = Standalone.prepare(trial, listener, clock)) {
            Thread stop = new Thread(() -> closeQuietly(standalone), "stop-trial");
            Runtime.getRuntime().addShutdownHook(stop);
            standalone.startStores();
            standalone.startServices(missing, true);
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        Folders.delete(root);
        say.accept(
                "Start-up caches made in %d s."
                        .formatted(Duration.between(begin, clock.instant()).toSeconds()));
    }

    private static void closeQuietly(Standalone standalone) {
        try {
            standalone.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// The services in twos: a JVM that writes its cache takes a core and half a gigabyte.
    static List<List<String>> inTwos() {
        List<ServiceName> services = List.of(ServiceName.values());
        return java.util.stream.IntStream.range(0, services.size() / 2)
                .mapToObj(i -> services.subList(2 * i, 2 * i + 2))
                .map(pair -> pair.stream().map(ServiceName::shortName).toList())
                .toList();
    }
}
