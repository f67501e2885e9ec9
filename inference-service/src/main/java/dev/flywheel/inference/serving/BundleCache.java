package dev.flywheel.inference.serving;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.BundleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// Bundles and the last serving state of each model on this machine's disk, so that a restart needs
/// nobody else.
final class BundleCache {

    private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);
    private static final String STATE = "serving.json";

    private final Path directory;

    BundleCache(Path directory) {
        this.directory = directory;
    }

    /// Where that bundle is kept; the name tells two bundles of one version number apart.
    Path path(String model, int version, ModelServing.Bundle bundle) {
        String manifest = bundle.files().get(BundleFiles.MANIFEST);
        if (manifest == null) {
            throw new ServingException.NotUsable(
                    "The registry names no " + BundleFiles.MANIFEST + " for version " + version);
        }
        return home(model).resolve(version + "-" + new Digest(manifest).hex().substring(0, 16));
    }

    /// A fresh directory beside the kept bundles, to be moved to its place when it is whole.
    Path incoming(String model) throws IOException {
        Files.createDirectories(home(model));
        return Files.createTempDirectory(home(model), "incoming");
    }

    void keep(Path incoming, Path place) throws IOException {
        delete(place);
        Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
    }

    void save(ServingState state) throws IOException {
        Path home = Files.createDirectories(home(state.model()));
        Path temporary = Files.createTempFile(home, "serving", "");
        Files.write(temporary, Json.bytes(state));
        Files.move(
                temporary,
                home.resolve(STATE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Forgets what served, so that a restart serves nothing either.
    void forget(String model) throws IOException {
        Files.deleteIfExists(home(model).resolve(STATE));
    }

    /// What each model served last.
    List<ServingState> states() {
        List<ServingState> states = new ArrayList<>();
        for (Path home : list(directory)) {
            Path file = home.resolve(STATE);
            try {
                if (Files.exists(file)) {
                    states.add(Json.read(Files.readAllBytes(file), ServingState.class));
                }
            } catch (IOException | JacksonException e) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .setCause(e)
                        .log("The last serving state can't be read; the registry will tell it");
            }
        }
        return states;
    }

    /// Deletes that model's bundles that are not among those.
    void prune(String model, Set<Path> needed) {
        for (Path place : list(home(model))) {
            if (Files.isDirectory(place) && !needed.contains(place)) {
                delete(place);
            }
        }
    }

    void delete(Path place) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't delete " + place, e);
        }
    }

    /// A model's directory. Its name is made safe, as model names come from elsewhere.
    private Path home(String model) {
        String plain = model.replaceAll("[^A-Za-z0-9_-]", "_");
        String name = plain.equals(model) ? model : plain + "." + model.hashCode();
        return directory.resolve(name);
    }

    private static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list " + directory, e);
        }
    }
}
