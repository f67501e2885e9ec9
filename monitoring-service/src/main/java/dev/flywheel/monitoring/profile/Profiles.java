package dev.flywheel.monitoring.profile;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.monitoring.serving.ServedModels;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureColumn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Finds the profile of a version: in memory, in the database, or in its bundle at the registry.
@Component
public class Profiles {

    private static final String FILE = "reference.json";

    private final JdbcClient jdbc;
    private final ServedModels models;
    private final BundleFiles files;
    private final Map<String, VersionProfile> known = new ConcurrentHashMap<>();

    Profiles(JdbcClient jdbc, ServedModels models, BundleFiles files) {
        this.jdbc = jdbc;
        this.models = models;
        this.files = files;
    }

    /// The profile of a version, without features if its bundle has no reference; empty if no such
    /// version was announced.
    ///
    /// @throws ReferenceUnavailableException if its reference can't be had now; try again later
    public Optional<VersionProfile> find(Pipeline pipeline, int version) {
        String key = pipeline.name() + "/" + version;
        VersionProfile cached = known.get(key);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<VersionProfile> found =
                stored(pipeline.name(), version)
                        .map(json -> profile(pipeline, version, json))
                        // Asked once: a version may be announced at any moment.
                        .or(() ->
                                models.bundle(pipeline.name(), version)
                                        .map(bundle -> announced(pipeline, version, bundle)));
        found.ifPresent(profile -> known.put(key, profile));
        return found;
    }

    private Optional<byte[]> stored(String pipeline, int version) {
        return jdbc.sql(
                        "select reference from model_version where pipeline = :pipeline and"
                                + " version = :version and reference is not null")
                .param("pipeline", pipeline)
                .param("version", version)
                .query(byte[].class)
                .optional();
    }

    private VersionProfile announced(Pipeline pipeline, int version, ModelServing.Bundle bundle) {
        if (!bundle.files().containsKey(FILE)) {
            return VersionProfile.unknown(version);
        }
        byte[] json = download(bundle);
        jdbc.sql(
                        "update model_version set reference = :json where pipeline ="
                                + " :pipeline and version = :version")
                .param("json", json)
                .param("pipeline", pipeline.name())
                .param("version", version)
                .update();
        return profile(pipeline, version, json);
    }

    private byte[] download(ModelServing.Bundle bundle) {
        String path = bundle.artifactPath() + "/" + FILE;
        String expected = bundle.files().get(FILE);
        byte[] json = files.download(path);
        String actual = Digest.of(json).hex();
        if (!actual.equals(expected)) {
            throw new ReferenceUnavailableException(
                    path, "its SHA-256 is " + actual + " instead of " + expected);
        }
        return json;
    }

    private static VersionProfile profile(Pipeline pipeline, int version, byte[] json) {
        Set<String> cumulative =
                pipeline.featureSet().columns().stream()
                        .filter(FeatureColumn::cumulative)
                        .map(FeatureColumn::name)
                        .collect(Collectors.toSet());
        try {
            return VersionProfile.of(version, Reference.fromJson(json), cumulative);
        } catch (JacksonException e) {
            throw new ReferenceUnavailableException(
                    pipeline.name() + "/" + version, "it can't be read: " + e.getMessage());
        }
    }
}
