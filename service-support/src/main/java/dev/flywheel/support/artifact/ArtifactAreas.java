package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An area for each service in the place of all artifacts. A service writes and frees only what is
/// in its own, so that none takes away what another one needs; it may read any.
public final class ArtifactAreas {

    private final ArtifactLocation location;
    private final @Nullable URI endpoint;
    private final Path incoming;

    /// @param endpoint of what speaks S3's protocol; null for AWS
    /// @param incoming where bytes wait on this machine until all have come
    public ArtifactAreas(ArtifactLocation location, @Nullable URI endpoint, Path incoming) {
        this.location = location;
        this.endpoint = endpoint;
        this.incoming = incoming;
    }

    /// A service's area.
    ///
    /// @param service its short name, such as `feature`
    public ArtifactStore of(String service) {
        ArtifactStore area = alone(service);
        return location instanceof ArtifactLocation.Directory(Path path)
                ? new WithEarlierArtifacts(area, new FileArtifactStore(path))
                : area;
    }

    /// A service's area without what was stored before there were areas, which may be another
    /// service's: for whoever frees what it does not need itself.
    public ArtifactStore alone(String service) {
        return switch (location) {
            case ArtifactLocation.Directory(Path path) ->
                    new FileArtifactStore(path.resolve(service));
            case ArtifactLocation.Bucket bucket ->
                    BucketArtifacts.of(bucket, service, endpoint, incoming);
        };
    }
}
