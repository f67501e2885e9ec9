package dev.flywheel.support;

import dev.flywheel.support.artifact.ArtifactLocation;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What every service is told in the same words.
///
/// @param pipelines the directory of pipeline files
/// @param artifacts where all artifacts lie
/// @param s3 what speaks S3's protocol, if artifacts lie in a bucket
/// @param stateDir where this service may keep local state that it can rebuild
/// @param partitions of a topic that this service creates
/// @param serviceTokenFile the token with which this service calls others; null where it calls none
@ConfigurationProperties("flywheel")
public record FlywheelProperties(
        @DefaultValue("pipelines") Path pipelines,
        @DefaultValue(".flywheel/artifacts") ArtifactLocation artifacts,
        @DefaultValue S3 s3,
        @DefaultValue(".flywheel/state") Path stateDir,
        @DefaultValue("4") int partitions,
        @Nullable Path serviceTokenFile,
        @DefaultValue Jwt jwt) {

    // An environment variable that is set to nothing means the same as one that is not set.
    public FlywheelProperties {
        serviceTokenFile = presence(serviceTokenFile);
    }

    private static @Nullable Path presence(@Nullable Path path) {
        return path == null || path.toString().isEmpty() ? null : path;
    }

    private static @Nullable URI presence(@Nullable URI uri) {
        return uri == null || uri.toString().isEmpty() ? null : uri;
    }

    /// A server that speaks S3's protocol.
    ///
    /// @param endpoint null for AWS
    public record S3(@Nullable URI endpoint) {

        public S3 {
            endpoint = presence(endpoint);
        }
    }

    /// How tokens are verified: by a key in a PEM file, or by an issuer.
    public record Jwt(@Nullable Path publicKey, @Nullable URI issuerUri) {

        public Jwt {
            publicKey = presence(publicKey);
            issuerUri = presence(issuerUri);
        }
    }
}
