package dev.flywheel.support;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What every service is told in the same words.
///
/// @param pipelines the directory of pipeline files
/// @param artifacts the artifact store's directory
/// @param stateDir where this service may keep local state that it can rebuild
/// @param partitions of a topic that this service creates
/// @param serviceTokenFile the token with which this service calls others; null where it calls none
@ConfigurationProperties("flywheel")
public record FlywheelProperties(
        @DefaultValue("pipelines") Path pipelines,
        @DefaultValue(".flywheel/artifacts") Path artifacts,
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

    /// How tokens are verified: by a key in a PEM file, or by an issuer.
    public record Jwt(@Nullable Path publicKey, @Nullable URI issuerUri) {

        public Jwt {
            publicKey = presence(publicKey);
            issuerUri = issuerUri == null || issuerUri.toString().isEmpty() ? null : issuerUri;
        }
    }
}
