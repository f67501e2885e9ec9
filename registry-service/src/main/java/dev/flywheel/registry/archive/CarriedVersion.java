package dev.flywheel.registry.archive;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.ArchivedVersion;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.VersionBundle;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;

/// What an archive tells of its version beside the bundle. Both files may be missing: the bundle
/// then speaks for itself.
record CarriedVersion(ArchivedVersion about, List<History.Entry> history) {

    static CarriedVersion of(BundleArchive archive, VersionBundle bundle) throws IOException {
        return new CarriedVersion(about(archive, bundle), history(archive));
    }

    private static ArchivedVersion about(BundleArchive archive, VersionBundle bundle)
            throws IOException {
        if (!archive.names().contains(BundleArchive.VERSION)) {
            return ofBundle(bundle);
        }
        try {
            ArchivedVersion about =
                    Json.read(archive.bytes(BundleArchive.VERSION), ArchivedVersion.class);
            requireKnown(about);
            return about;
        } catch (JacksonException e) {
            throw new CarryException.MalformedException(
                    "version.json can't be read: " + e.getOriginalMessage());
        }
    }

    private static void requireKnown(ArchivedVersion about) {
        if (about.format() != ArchivedVersion.FORMAT) {
            throw new CarryException.MalformedException(
                    "version.json has format %d, this registry knows %d"
                            .formatted(about.format(), ArchivedVersion.FORMAT));
        }
        boolean complete =
                Objects.nonNull(about.registry())
                        && Objects.nonNull(about.model())
                        && Objects.nonNull(about.tags())
                        && (about.gate() == null || Objects.nonNull(about.gate().verdict()))
                        && (about.run() == null
                                || (Objects.nonNull(about.run().params())
                                        && Objects.nonNull(about.run().metrics())));
        if (!complete) {
            throw new CarryException.MalformedException(
                    "version.json lacks registry, model, tags, or a part of gate or run");
        }
    }

    private static List<History.Entry> history(BundleArchive archive) throws IOException {
        return archive.names().contains(BundleArchive.AUDIT)
                ? History.Entry.all(archive.bytes(BundleArchive.AUDIT))
                : List.of();
    }

    /// With metrics named as training logs them: MLflow's names have no `@`.
    private static ArchivedVersion ofBundle(VersionBundle bundle) {
        List<ArchivedVersion.Point> metrics =
                bundle.metrics().entrySet().stream()
                        .map(metric ->
                                new ArchivedVersion.Point(
                                        metric.getKey().replace("@", "_at_"),
                                        metric.getValue(),
                                        0,
                                        0))
                        .toList();
        return new ArchivedVersion(
                ArchivedVersion.FORMAT,
                "bundle",
                bundle.identity().model(),
                0,
                null,
                Instant.EPOCH,
                "",
                Map.of(
                        "flywheel.feature_set", bundle.identity().featureSet(),
                        "flywheel.pipeline_hash", bundle.identity().pipelineHash()),
                null,
                new ArchivedVersion.LoggedRun("", "", Map.of(), metrics));
    }
}
