package dev.flywheel.training.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The processor's model, as far as the operating system tells it without a process of its own.
final class Cpu {

    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final String WINDOWS = "PROCESSOR_IDENTIFIER";

    private Cpu() {}

    static String ofThisMachine() {
        try {
            if (Files.isReadable(LINUX)) {
                return ofCpuInfo(Files.readAllLines(LINUX)).orElse("unknown");
            }
        } catch (IOException _) {
            // A model that can't be told is no reason not to train.
        }
        return Optional.ofNullable(System.getenv(WINDOWS)).orElse("unknown");
    }

    /// The first processor of Linux's `/proc/cpuinfo`: its name and model, or on ARM, where there
    /// is no name, its codes.
    static Optional<String> ofCpuInfo(List<String> lines) {
        Map<String, String> first = new LinkedHashMap<>();
        for (String line : lines) {
            String[] pair = line.split(":", 2);
            if (pair.length == 2) {
                first.putIfAbsent(pair[0].strip(), pair[1].strip());
            }
        }
        String name = first.get("model name");
        if (name != null) {
            String family = first.get("cpu family");
            String model = first.get("model");
            return Optional.of(
                    family == null || model == null
                            ? name
                            : "%s (family %s, model %s)".formatted(name, family, model));
        }
        String part = first.get("CPU part");
        return part == null
                ? Optional.empty()
                : Optional.of(
                        "ARM implementer %s, part %s"
                                .formatted(first.getOrDefault("CPU implementer", "?"), part));
    }
}
