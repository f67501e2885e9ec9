package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ReceivedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Sends files to a bucket, large ones in parts, each with the checksum that every S3 server
/// compares: an object is what was sent, or is not there.
record Upload(S3Client client, String bucket, long part) {

    private static final String BYTES = "application/octet-stream";

    /// What the protocol allows.
    private static final int MOST_PARTS = 10_000;

    void send(ReceivedFile file, String key) throws IOException {
        long bytes = file.stored().bytes();
        if (bytes > part) {
            sendParts(file.path(), bytes, key);
            return;
        }
        client.putObject(
                put ->
                        put.bucket(bucket)
                                .key(key)
                                .contentType(BYTES)
                                .contentMD5(md5(file.path(), 0, bytes)),
                body(file.path(), 0, bytes));
    }

    private void sendParts(Path file, long bytes, String key) {
        long size = Math.max(part, Math.ceilDiv(bytes, MOST_PARTS));
        String id =
                client.createMultipartUpload(
                                create -> create.bucket(bucket).key(key).contentType(BYTES))
                        .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < bytes; from += size) {
                parts.add(
                        sendPart(
                                file,
                                new Target(key, id, parts.size() + 1),
                                from,
                                Math.min(size, bytes - from)));
            }
            client.completeMultipartUpload(complete ->
                    complete.bucket(bucket)
                            .key(key)
                            .uploadId(id)
                            .multipartUpload(uploaded -> uploaded.parts(parts)));
        } catch (SdkException | UncheckedIOException e) {
            giveUp(key, id, e);
            throw e;
        }
    }

    private CompletedPart sendPart(Path file, Target target, long from, long bytes) {
        String etag =
                client.uploadPart(
                                send ->
                                        send.bucket(bucket)
                                                .key(target.key())
                                                .uploadId(target.uploadId())
                                                .partNumber(target.number())
                                                .contentMD5(md5(file, from, bytes)),
                                body(file, from, bytes))
                        .eTag();
        return CompletedPart.builder().partNumber(target.number()).eTag(etag).build();
    }

    private void giveUp(String key, String id, RuntimeException why) {
        try {
            client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException e) {
            // Tidied up later.
            why.addSuppressed(e);
        }
    }

    /// Read anew for each attempt, and never held.
    private static RequestBody body(Path file, long from, long bytes) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return FileRange.open(file, from, bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                bytes,
                BYTES);
    }

    private static String md5(Path file, long from, long bytes) {
        try (InputStream in = FileRange.open(file, from, bytes)) {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), md5));
            return Base64.getEncoder().encodeToString(md5.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    private record Target(String key, String uploadId, int number) {}
}
