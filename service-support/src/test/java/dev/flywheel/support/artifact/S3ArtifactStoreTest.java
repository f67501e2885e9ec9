package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ArtifactStoreTest extends ArtifactStoreContract {

    private static final String PREFIX = "flywheel/registry/";
    private static final String KEY = "somebody";
    private static final String SECRET = "hush-hush";

    /// The smallest that S3 takes.
    private static final int PART = 5 << 20;

    private static S3Proxy proxy;
    private static S3Client client;

    @TempDir Path incoming;

    private String bucket = "";

    @BeforeAll
    static void start() throws Exception {
        proxy =
                S3Proxy.builder()
                        .blobStore(new TransientNio2BlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                        .build();
        proxy.start();
        client =
                S3Client.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + proxy.getPort()))
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(KEY, SECRET)))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        proxy.stop();
    }

    @BeforeEach
    void makeBucket(TestInfo test) {
        bucket = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        client.createBucket(create -> create.bucket(bucket));
    }

    @Override
    ArtifactStore store() {
        return new S3ArtifactStore(client, bucket, PREFIX, incoming, PART);
    }

    @Override
    void damage(Digest digest, byte[] other) {
        String key = PREFIX + digest.hex().substring(0, 2) + "/" + digest.hex().substring(2);
        client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(other));
    }

    @Override
    int files() throws IOException {
        try (Stream<Path> waiting = Files.list(incoming)) {
            return (int) waiting.count()
                    + client.listObjectsV2(list -> list.bucket(bucket)).contents().size()
                    + client.listMultipartUploads(list -> list.bucket(bucket)).uploads().size();
        }
    }

    @Override
    int large() {
        return 2 * PART + 1_000;
    }
}
