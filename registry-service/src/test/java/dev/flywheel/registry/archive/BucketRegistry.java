package dev.flywheel.registry.archive;

import dev.flywheel.registry.RegistryApplication;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// A second registry with a database of its own, whose artifacts lie in a bucket.
final class BucketRegistry implements AutoCloseable {

    private static final String BUCKET = "production";

    private final S3Proxy proxy;
    private final URI s3;
    private final ConfigurableApplicationContext context;

    BucketRegistry(String name) throws Exception {
        proxy =
                S3Proxy.builder()
                        .blobStore(new TransientNio2BlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.NONE, "", "")
                        .build();
        proxy.start();
        s3 = URI.create("http://127.0.0.1:" + proxy.getPort());
        ask("PUT", "/" + BUCKET);
        System.setProperty("aws.accessKeyId", "anybody");
        System.setProperty("aws.secretAccessKey", "anything");
        context =
                new SpringApplicationBuilder(RegistryApplication.class)
                        .initializers(
                                new RegistryIntegrationTest.Infrastructure(),
                                started ->
                                        started.getEnvironment()
                                                .getPropertySources()
                                                .addFirst(
                                                        new MapPropertySource(
                                                                "second", settings(name))))
                        .run();
    }

    RegistryClient client(String... scopes) {
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return RegistryClient.withScopes(port, scopes);
    }

    /// The keys of all objects.
    List<String> keys() throws IOException, InterruptedException {
        return Pattern.compile("<Key>([^<]*)</Key>")
                .matcher(ask("GET", "/" + BUCKET + "?list-type=2"))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private Map<String, Object> settings(String name) {
        return Map.of(
                "flywheel.artifacts",
                "s3://%s/ml".formatted(BUCKET),
                "flywheel.s3.endpoint",
                s3.toString(),
                "flywheel.registry.name",
                name,
                "server.port",
                "0");
    }

    private String ask(String method, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(s3.resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Override
    public void close() throws Exception {
        context.close();
        proxy.stop();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }
}
