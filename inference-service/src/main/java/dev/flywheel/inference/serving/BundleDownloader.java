package dev.flywheel.inference.serving;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.BundleFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Map;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/// Fetches bundles through the registry's artifact proxy, file by file, and believes none of it:
/// names, sizes and checksums are checked on the way in.
final class BundleDownloader {

    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

    private final RestClient registry;

    BundleDownloader(RestClient registry) {
        this.registry = registry;
    }

    /// Fetches every file of the bundle into the directory.
    ///
    /// @throws ServingException.NotFetched if the registry doesn't answer or has no such file
    /// @throws dev.flywheel.model.bundle.BundleException if a file is not what it must be
    void download(ModelServing.Bundle bundle, Path directory) {
        if (bundle.files().size() > BundleFiles.MAX_FILES) {
            throw new ServingException.NotUsable(
                    "It has %d files, at most %d"
                            .formatted(bundle.files().size(), BundleFiles.MAX_FILES));
        }
        for (Map.Entry<String, String> file : bundle.files().entrySet()) {
            BundleFiles.requirePlainName(file.getKey());
            Digest actual = download(bundle, file.getKey(), directory.resolve(file.getKey()));
            BundleFiles.requireDigest(file.getKey(), new Digest(file.getValue()), actual);
        }
    }

    private Digest download(ModelServing.Bundle bundle, String file, Path target) {
        String path = ARTIFACTS + bundle.artifactPath() + "/" + file;
        try {
            return registry.get()
                    .uri(builder -> builder.path(path).build())
                    .exchangeForRequiredValue((_, response) -> save(path, file, response, target));
        } catch (ResourceAccessException e) {
            throw new ServingException.NotFetched(
                    "The registry doesn't answer: " + e.getMessage(), e);
        }
    }

    private static Digest save(String path, String file, ClientHttpResponse response, Path target)
            throws IOException {
        if (!response.getStatusCode().is2xxSuccessful()) {
            throw new ServingException.NotFetched(
                    "The registry answers %s for %s".formatted(response.getStatusCode(), path),
                    null);
        }
        try (DigestInputStream in = new DigestInputStream(response.getBody(), Digest.sha256());
                OutputStream out = Files.newOutputStream(target)) {
            copy(in, out, file);
            return Digest.ofHash(in.getMessageDigest().digest());
        }
    }

    private static void copy(InputStream in, OutputStream out, String file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
            BundleFiles.requireSize(file, bytes);
            out.write(buffer, 0, read);
        }
    }
}
