package dev.flywheel.benchmarks.services;

import dev.flywheel.standalone.Folders;
import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.Ports;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Imports clicks into standalone's Kafka and PostgreSQL through the built services, all six
/// running, and tells how many a second the archive, the online state and the prepared rows take,
/// and what CPU time each process spends; beside the floors of the same minute. It does so twice,
/// with other clicks, as the JVMs spend much of the first time on compiling.
///
/// Runs from the repository's root, on Linux, after a build of all modules.
public final class ServicesBenchmark {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Path TARGET = PROJECT.resolve("benchmarks/target/services");
    private static final Path SHOP = PROJECT.resolve("pipelines/data/clothing-shop-clicks");
    private static final String SHOP_PIPELINE = "pipelines/click-recommendation.yaml";
    private static final List<String> PROCESSES =
            Stream.concat(
                            Stream.of("kafka", "postgres"),
                            Arrays.stream(ServiceName.values()).map(ServiceName::shortName))
                    .toList();

    private ServicesBenchmark() {}

    /// Starts, imports, prints and stops.
    ///
    /// @param args how many clicks (200000) and the pipeline file (the shop's), then a file for a
    ///   recording of the feature service by JFR (none)
    public static void main(String[] args) throws Exception {
        int clicks = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        Path pipeline = PROJECT.resolve(args.length > 1 ? args[1] : SHOP_PIPELINE);
        Path recording = args.length > 2 ? Path.of(args[2]).toAbsolutePath() : null;
        Home home = new Home(TARGET.resolve("home"), TARGET.resolve("cache"));
        for (Path old : home.data()) {
            Folders.delete(old);
        }
        StandaloneSettings settings =
                new StandaloneSettings(home, PROJECT, pipelines(pipeline), Ports.free());
        try (Standalone standalone =
                Standalone.prepare(settings, new Printing(), InstantSource.system())) {
            standalone.startStores();
            Floors floors = Floors.measured(settings, clicks);
            System.out.println(floors);
            standalone.startServices(EnumSet.allOf(ServiceName.class), false);
            Import shop = new Import(settings);
            shop.putItems(SHOP.resolve("entities/item.ndjson"));
            ShopClicks source = new ShopClicks(SHOP.resolve("clicks-2008.zip"));
            measure("while the JVMs warm up", shop, source, home, clicks, floors);
            if (recording != null) {
                Recording.start(home, "feature");
            }
            measure("warm", shop, source, home, clicks, floors);
            if (recording != null) {
                Recording.dump(home, "feature", recording);
            }
        }
    }

    private static void measure(
            String when, Import shop, ShopClicks source, Home home, int clicks, Floors floors)
            throws IOException, InterruptedException {
        String file = source.write(Files.createDirectories(home.imports()), clicks);
        CpuTimes before = CpuTimes.of(home, PROCESSES);
        System.out.printf("%n%d clicks %s, load %s%n", clicks, when, CpuTimes.load());
        Map<String, Double> seconds = shop.seconds(file, clicks);
        CpuTimes spent = CpuTimes.of(home, PROCESSES).since(before);
        print(seconds, clicks, floors);
        System.out.println(spent.perThousand(clicks));
    }

    private static void print(Map<String, Double> seconds, int clicks, Floors floors) {
        seconds.forEach((stage, time) ->
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %8.1f s %9.0f/s  1/%.0f of COPY, 1/%.0f of produce%n",
                        stage,
                        time,
                        clicks / time,
                        floors.copied() * time / clicks,
                        floors.produced() * time / clicks));
    }

    /// A folder with the one pipeline.
    private static Path pipelines(Path file) throws IOException {
        Path folder = Files.createDirectories(TARGET.resolve("pipelines"));
        Files.copy(
                file,
                folder.resolve("click-recommendation.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }
}
