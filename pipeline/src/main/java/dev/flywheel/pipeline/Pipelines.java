package dev.flywheel.pipeline;

import dev.flywheel.pipeline.dataset.SqlCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All pipelines that a service knows, by name.
public final class Pipelines {

    private final Map<String, Pipeline> byName;

    private Pipelines(Map<String, Pipeline> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    public static Pipelines of(Pipeline... pipelines) {
        Map<String, Pipeline> byName = new LinkedHashMap<>();
        for (Pipeline pipeline : pipelines) {
            byName.put(pipeline.name(), pipeline);
        }
        return new Pipelines(byName);
    }

    /// Reads every pipeline file in a directory, whose SQL others check.
    ///
    /// @throws PipelineException with the mistakes of all files
    public static Pipelines load(Path directory) {
        return load(directory, SqlCheck.NONE);
    }

    /// Reads every `*.yaml` and `*.yml` in a directory, by file name. Those that begin with `_` are
    /// shared: no pipelines of their own, but what pipelines include.
    ///
    /// @throws PipelineException with the mistakes of all files
    public static Pipelines load(Path directory, SqlCheck sql) {
        List<Mistake> mistakes = new ArrayList<>();
        Map<String, Pipeline> byName = new LinkedHashMap<>();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Path file : files(directory)) {
            try {
                Pipeline pipeline = PipelineReader.read(file, sql);
                if (byName.putIfAbsent(pipeline.name(), pipeline) != null) {
                    mistakes.add(clash(file, "name", pipeline.name(), "a name of its own"));
                }
                if (pipeline.isDefault()) {
                    defaults.put(file.toString(), pipeline.name());
                    if (defaults.size() > 1) {
                        mistakes.add(clash(file, "default", "true", "only one default pipeline"));
                    }
                }
            } catch (PipelineException e) {
                mistakes.addAll(e.mistakes());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new PipelineException(mistakes);
        }
        return new Pipelines(byName);
    }

    /// The pipeline of that name.
    ///
    /// @throws UnknownPipelineException if there is none
    public Pipeline get(String name) {
        Pipeline pipeline = byName.get(name);
        if (pipeline == null) {
            throw new UnknownPipelineException(name, byName.keySet());
        }
        return pipeline;
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /// The only pipeline, or the one marked `default: true`.
    ///
    /// @throws UnknownPipelineException if there are several and none is marked, or none at all
    public Pipeline defaultPipeline() {
        return all().stream()
                .filter(pipeline -> pipeline.isDefault() || byName.size() == 1)
                .findFirst()
                .orElseThrow(() -> new UnknownPipelineException("default", byName.keySet()));
    }

    public Collection<Pipeline> all() {
        return byName.values();
    }

    private static Mistake clash(Path file, String path, String found, String expected) {
        return new Mistake(
                file.getFileName().toString(), 1, 1, path, "'" + found + "' again", expected, null);
    }

    /// Whether pipelines include that file, by its name, so that it is none of its own.
    public static boolean isShared(Path file) {
        return String.valueOf(file.getFileName()).startsWith("_");
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(".+\\.ya?ml"))
                    .filter(file -> !isShared(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list the pipeline files in " + directory, e);
        }
    }
}
