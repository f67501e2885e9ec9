package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ArtifactNotFoundException;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.contracts.artifact.ReceivedFile;
import dev.flywheel.contracts.artifact.VerifiedStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// An artifact store in a bucket, `ab/cdef...` below a prefix for each digest. Bytes wait in a file
/// on this machine until their digest is known, as an object can't be renamed.
public final class S3ArtifactStore implements ArtifactStore {

    /// Above this many bytes an upload goes in parts of this size.
    static final long PART = 64L << 20;

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{2}/[0-9a-f]{62}");
    private static final int MISSING = 404;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final Path incoming;
    private final Upload upload;

    /// @param prefix of all keys; empty, or ending in a slash
    /// @param incoming where bytes wait until all have come
    public S3ArtifactStore(S3Client client, String bucket, String prefix, Path incoming) {
        this(client, bucket, prefix, incoming, PART);
    }

    S3ArtifactStore(S3Client client, String bucket, String prefix, Path incoming, long part) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.incoming = incoming;
        this.upload = new Upload(client, bucket, part);
    }

    @Override
    public Incoming receive(InputStream content) throws IOException {
        ReceivedFile file = ReceivedFile.of(incoming, content);
        return new Incoming() {
            @Override
            public Stored stored() {
                return file.stored();
            }

            @Override
            public void keep() throws IOException {
                answered(() -> {
                    upload.send(file, key(file.stored().digest()));
                    return true;
                });
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        return answered(
                        () ->
                                Optional.<InputStream>of(
                                        new VerifiedStream(
                                                client.getObject(
                                                        get -> get.bucket(bucket).key(key(digest))),
                                                digest)),
                        Optional.<InputStream>empty())
                .orElseThrow(() -> new ArtifactNotFoundException(digest));
    }

    @Override
    public Optional<Item> find(Digest digest) throws IOException {
        return answered(
                () -> {
                    HeadObjectResponse head =
                            client.headObject(ask -> ask.bucket(bucket).key(key(digest)));
                    return Optional.of(
                            new Item(
                                    new Stored(digest, head.contentLength()), head.lastModified()));
                },
                Optional.empty());
    }

    @Override
    public Stream<Item> items() throws IOException {
        return answered(() ->
                client
                        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                        .contents()
                        .stream()
                        .filter(object ->
                                KEY.matcher(object.key().substring(prefix.length())).matches())
                        .map(object ->
                                new Item(
                                        new Stored(digest(object.key()), object.size()),
                                        object.lastModified())));
    }

    @Override
    public void delete(Digest digest) throws IOException {
        answered(() -> client.deleteObject(delete -> delete.bucket(bucket).key(key(digest))));
    }

    @Override
    public void tidy(Instant before) throws IOException {
        ReceivedFile.tidy(incoming, before);
        answered(() -> {
            client
                    .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(prefix))
                    .uploads()
                    .stream()
                    .filter(left -> left.initiated().isBefore(before))
                    .forEach(this::abort);
            return true;
        });
    }

    private void abort(MultipartUpload left) {
        client.abortMultipartUpload(
                abort -> abort.bucket(bucket).key(left.key()).uploadId(left.uploadId()));
    }

    private String key(Digest digest) {
        return prefix + digest.hex().substring(0, 2) + "/" + digest.hex().substring(2);
    }

    private Digest digest(String key) {
        return new Digest(key.substring(prefix.length()).replace("/", ""));
    }

    private <T> T answered(Call<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    private <T> T answered(Call<T> call, T missing) throws IOException {
        try {
            return call.get();
        } catch (S3Exception e) {
            if (e.statusCode() == MISSING) {
                return missing;
            }
            throw failed(e);
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    private IOException failed(SdkException e) {
        return new IOException(
                "The bucket '%s' does not do what it was asked for: %s"
                        .formatted(bucket, e.getMessage()),
                e);
    }

    @FunctionalInterface
    private interface Call<T> {
        T get() throws IOException;
    }
}
