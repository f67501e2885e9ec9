package dev.flywheel.registry.archive;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.ArchivePart;
import dev.flywheel.model.bundle.ArchivedVersion;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.tracking.LoggedRun;
import dev.flywheel.registry.tracking.Param;
import dev.flywheel.registry.tracking.Tracking;
import dev.flywheel.registry.tracking.TrackingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Puts a version together for another registry.
@Component
public class VersionExport {

    private final ModelRegistry registry;
    private final Tracking tracking;
    private final ArtifactIndex index;
    private final History history;
    private final String name;

    VersionExport(
            ModelRegistry registry,
            Tracking tracking,
            ArtifactIndex index,
            History history,
            RegistryProperties properties) {
        this.registry = registry;
        this.tracking = tracking;
        this.index = index;
        this.history = history;
        this.name = properties.name();
    }

    /// The files of a version's archive, to be written by [BundleArchive]; their bytes are read
    /// only then.
    ///
    /// @throws CarryException.NotWholeException if its bundle is not whole
    @Transactional(readOnly = true)
    public List<ArchivePart> of(String model, int number) {
        ModelVersion version = registry.version(model, number);
        ArtifactPath directory = version.bundle().orElse(null);
        if (directory == null || !version.isBundleWhole()) {
            throw new CarryException.NotWholeException(model, number, version.statusMessage());
        }
        List<ArchivePart> parts = new ArrayList<>();
        parts.add(ArchivePart.of(BundleArchive.VERSION, pretty(told(version))));
        parts.add(ArchivePart.of(BundleArchive.AUDIT, pretty(history.of(version))));
        int prefix = directory.directoryPrefix().length();
        for (Artifact file : index.below(directory)) {
            if (file.isSealed()) {
                parts.add(
                        new ArchivePart(
                                file.path().substring(prefix),
                                file.bytes(),
                                () -> index.open(file)));
            }
        }
        return parts;
    }

    private ArchivedVersion told(ModelVersion version) {
        Map<String, String> tags = new TreeMap<>();
        version.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        String verdict = tags.get(GateTags.VERDICT);
        String reasons = tags.get(GateTags.REASONS);
        tags.keySet().removeIf(GateTags::isOne);
        return new ArchivedVersion(
                ArchivedVersion.FORMAT,
                name,
                version.model().name(),
                version.number(),
                version.description(),
                version.createdAt(),
                version.userId(),
                tags,
                verdict == null ? null : new ArchivedVersion.Verdict(verdict, reasons),
                run(version.runId()));
    }

    private ArchivedVersion.@Nullable LoggedRun run(@Nullable String id) {
        if (id == null) {
            return null;
        }
        LoggedRun logged;
        try {
            logged = tracking.run(id);
        } catch (TrackingException _) {
            return null;
        }
        Map<String, String> params = new TreeMap<>();
        for (Param param : logged.data().params()) {
            params.put(param.key(), param.value());
        }
        return new ArchivedVersion.LoggedRun(
                id,
                logged.run().name(),
                params,
                logged.data().metrics().stream()
                        .map(metric ->
                                new ArchivedVersion.Point(
                                        metric.key(),
                                        metric.value(),
                                        metric.timestamp(),
                                        metric.step()))
                        .toList());
    }

    private static byte[] pretty(Object value) {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }
}
