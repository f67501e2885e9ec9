package dev.flywheel.ingestion;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A server that speaks S3 and checks signatures, one for all tests; its objects are in memory.
final class TestS3 {

    static final String BUCKET = "shop";

    /// What the keys of the source's objects begin with.
    static final String PREFIX = "in";

    private static final String KEY = "somebody";
    private static final String SECRET = "hush-hush";
    private static final URI ENDPOINT = start();
    private static final S3Client CLIENT =
            S3Client.builder()
                    .endpointOverride(ENDPOINT)
                    .region(Region.US_EAST_1)
                    .forcePathStyle(true)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(
                                    AwsBasicCredentials.create(KEY, SECRET)))
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .build();

    static {
        CLIENT.createBucket(create -> create.bucket(BUCKET));
    }

    private TestS3() {}

    /// How a source of that name is configured to read the bucket.
    static Map<String, String> settings(String source) {
        String settings = "flywheel.ingestion.sources." + source;
        return Map.of(
                settings + ".type", "s3",
                settings + ".s3.bucket", BUCKET,
                settings + ".s3.prefix", PREFIX,
                settings + ".s3.endpoint", ENDPOINT.toString(),
                settings + ".s3.path-style", "true",
                settings + ".s3.access-key", KEY,
                settings + ".s3.secret-key", SECRET);
    }

    static void put(String key, byte[] content) {
        CLIENT.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
    }

    static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static URI start() {
        S3Proxy proxy =
                S3Proxy.builder()
                        .blobStore(new TransientNio2BlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                        .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }
}
