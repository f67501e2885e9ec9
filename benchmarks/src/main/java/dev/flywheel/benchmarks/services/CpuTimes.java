package dev.flywheel.benchmarks.services;

import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The CPU seconds that processes have spent, user and system, with those of their children.
record CpuTimes(Map<String, Double> seconds) {

    private static final double TICKS = 100;

    static CpuTimes of(Home home, List<String> names) throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (String name : names) {
            ProcessHandle process =
                    PidFile.of(home.run(), name)
                            .process()
                            .orElseThrow(() -> new IllegalStateException(name + " is not running"));
            double sum = 0;
            for (ProcessHandle one :
                    Stream.concat(Stream.of(process), process.descendants()).toList()) {
                sum += seconds(one.pid());
            }
            seconds.put(name, sum);
        }
        return new CpuTimes(seconds);
    }

    CpuTimes since(CpuTimes before) {
        Map<String, Double> spent = new LinkedHashMap<>();
        seconds.forEach(
                (name, sum) -> spent.put(name, sum - before.seconds.getOrDefault(name, 0.0)));
        return new CpuTimes(spent);
    }

    String perThousand(int events) {
        StringBuilder text = new StringBuilder("CPU ms for a thousand events:");
        seconds.forEach(
                (name, sum) -> text.append(" %s %.1f".formatted(name, 1e3 * sum / (events / 1e3))));
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        return text.append(String.format(Locale.ROOT, " together %.1f", 1e3 * all / (events / 1e3)))
                .toString();
    }

    static String load() throws IOException {
        String text = Files.readString(Path.of("/proc/loadavg"));
        return text.substring(0, text.indexOf(' '));
    }

    /// With those of children that ended, which PostgreSQL's connections are.
    private static double seconds(long pid) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (NoSuchFileException _) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 11; i < 15; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS;
    }
}
