package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ArtifactStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Opens an area in a bucket. Credentials and the region are found as the SDK always finds them: in
/// the environment, the profile, the pod or the machine.
final class BucketArtifacts {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private BucketArtifacts() {}

    static ArtifactStore of(
            ArtifactLocation.Bucket bucket, String area, @Nullable URI endpoint, Path incoming) {
        return new S3ArtifactStore(
                client(endpoint), bucket.name(), bucket.prefix() + area + "/", incoming);
    }

    private static S3Client client(@Nullable URI endpoint) {
        S3ClientBuilder builder =
                S3Client.builder()
                        // Others than AWS don't know the newer checksums; each upload has its own.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(TO_CONNECT)
                                        .socketTimeout(SILENCE));
        if (endpoint != null) {
            builder.endpointOverride(endpoint).forcePathStyle(true).region(regionOrAny());
        }
        return builder.build();
    }

    /// Servers of one's own have no regions, and signatures need one.
    private static Region regionOrAny() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException _) {
            return Region.US_EAST_1;
        }
    }
}
