package dev.flywheel.registry.archive;

import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.ArchivedVersion;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelException.ModelExistsException;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.NewModel;
import dev.flywheel.registry.model.NewVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.naming.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.FileSystemUtils;

/// Makes a version of an archive, once the bundle in it has proved here what inference will ask of
/// it. The same bundle again is the same version.
@Component
public class VersionImport {

    private final ModelRegistry registry;
    private final ArtifactIndex index;
    private final CarriedRun runs;
    private final CarriedVerdicts verdicts;
    private final TransactionOperations transactions;
    private final long limit;

    VersionImport(
            ModelRegistry registry,
            ArtifactIndex index,
            CarriedRun runs,
            CarriedVerdicts verdicts,
            TransactionOperations transactions,
            RegistryProperties properties) {
        this.registry = registry;
        this.index = index;
        this.runs = runs;
        this.verdicts = verdicts;
        this.transactions = transactions;
        this.limit = properties.artifactLimit().toBytes();
    }

    /// Takes an archive. Nothing is stored unless all of it is as it must be.
    ///
    /// @param model its name here, which may be another than where it comes from
    /// @throws dev.flywheel.model.bundle.ArchiveException if it is no archive
    /// @throws dev.flywheel.model.bundle.BundleException if inference could not load its bundle
    /// @throws CarryException if what it tells beside the bundle can't be read
    public Taken take(String model, Path file, Carrier carrier) throws IOException {
        Names.model(model);
        Path directory = Files.createTempDirectory(file.toAbsolutePath().getParent(), "unpacked");
        try (BundleArchive archive = BundleArchive.open(file, limit)) {
            Map<String, String> digests = archive.unpack(directory);
            VersionBundle bundle = VersionBundle.read(directory, digests);
            CarriedVersion told = CarriedVersion.of(archive, bundle);
            return store(model, directory, digests, told, carrier);
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private Taken store(
            String model,
            Path directory,
            Map<String, String> digests,
            CarriedVersion told,
            Carrier carrier)
            throws IOException {
        Map<String, ArtifactStore.Incoming> files = new TreeMap<>();
        try {
            for (String name : digests.keySet()) {
                try (InputStream content = Files.newInputStream(directory.resolve(name))) {
                    files.put(name, index.receive(content, limit));
                }
            }
            long experiment = runs.experiment(model);
            createModel(model, carrier.who());
            return transactions.execute(_ -> register(model, experiment, files, told, carrier));
        } finally {
            for (ArtifactStore.Incoming file : files.values()) {
                file.close();
            }
        }
    }

    private Taken register(
            String name,
            long experiment,
            Map<String, ArtifactStore.Incoming> files,
            CarriedVersion told,
            Carrier carrier) {
        RegisteredModel model = registry.lock(name);
        Digest manifest = stored(files, BundleFiles.MANIFEST).digest();
        Optional<ModelVersion> same = registry.versionWithBundle(model, manifest);
        boolean isNew = same.isEmpty();
        ModelVersion version =
                same.orElseGet(() -> create(name, experiment, files, told.about(), carrier));
        if (carrier.mayPromote()) {
            verdicts.bring(version, told, carrier.who());
        }
        return new Taken(version, isNew);
    }

    private ModelVersion create(
            String model,
            long experiment,
            Map<String, ArtifactStore.Incoming> files,
            ArchivedVersion about,
            Carrier carrier) {
        CarriedRun.Made run = runs.make(experiment, about, carrier.who());
        String source = run.artifactUri() + "/bundle";
        ArtifactPath directory =
                ArtifactPath.ofUri(source)
                        .orElseThrow(() -> new IllegalStateException("Not ours: " + source));
        files.forEach((name, content) -> index.place(directory.child(name), content));
        return registry.createVersion(
                new NewVersion(
                        model,
                        source,
                        Optional.of(directory),
                        run.id(),
                        null,
                        about.description(),
                        carrier.who(),
                        tags(about)));
    }

    private static List<Tag> tags(ArchivedVersion about) {
        List<Tag> tags = new ArrayList<>();
        about.tags()
                .forEach((key, value) -> {
                    if (!GateTags.isOne(key)) {
                        tags.add(new Tag(key, value));
                    }
                });
        tags.add(
                new Tag(
                        "flywheel.origin",
                        "%s: %s %d".formatted(about.registry(), about.model(), about.version())));
        return tags;
    }

    private static ArtifactStore.Stored stored(
            Map<String, ArtifactStore.Incoming> files, String name) {
        ArtifactStore.Incoming file = files.get(name);
        if (file == null) {
            throw new IllegalStateException("A bundle that was read has no " + name);
        }
        return file.stored();
    }

    private void createModel(String name, String who) {
        try {
            registry.createModel(new NewModel(name, null, who, List.of()));
        } catch (ModelExistsException _) {
            // So the version is another of it.
        }
    }

    /// Who brings an archive, and whether their word on verdicts counts here.
    public record Carrier(String who, boolean mayPromote) {}

    /// The version that an archive is here.
    ///
    /// @param isNew false if the bundle was here already
    public record Taken(ModelVersion version, boolean isNew) {}
}
