package dev.flywheel.ingestion.imports.source;

import dev.flywheel.ingestion.imports.rows.SourceFile;
import dev.flywheel.pipeline.imports.ImportSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The objects of a bucket whose keys begin with a prefix. A name is what follows the prefix, and
/// an object is copied to this machine while it is read.
///
/// @param source its name
/// @param prefix empty, or ending in a slash
record Bucket(String source, S3Client client, String bucket, String prefix, Copies copies)
        implements Place {

    private static final int CHUNK = 1 << 20;
    private static final int MISSING = 404;

    /// Of Parquet: the length of the footer and the letters behind it.
    private static final int TRAILER = 8;

    private static final int LONGEST_FOOTER = 64 << 20;

    @Override
    public List<String> names(String wanted) {
        if (leadsOut(wanted)) {
            throw Place.unknown(source, wanted);
        }
        return answered(() -> {
            if (size(wanted).isPresent()) {
                return List.of(wanted);
            }
            return Place.checked(
                    source, wanted, Place.isGlob(wanted) ? matching(wanted) : within(wanted));
        });
    }

    private List<String> within(String folder) {
        return listed(folder.endsWith("/") ? folder : folder + "/", "/", _ -> true);
    }

    private List<String> matching(String glob) {
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            return listed(
                    glob.substring(0, firstSpecial(glob)), null, name -> matches(matcher, name));
        } catch (PatternSyntaxException _) {
            return List.of();
        }
    }

    private static int firstSpecial(String glob) {
        int at = 0;
        while (at < glob.length() && "*?[{\\".indexOf(glob.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static boolean matches(PathMatcher matcher, String name) {
        try {
            return matcher.matches(Path.of(name));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private List<String> listed(
            String beginning, @Nullable String delimiter, Predicate<String> wanted) {
        Stream<S3Object> objects =
                client
                        .listObjectsV2Paginator(list ->
                                list.bucket(bucket).prefix(prefix + beginning).delimiter(delimiter))
                        .contents()
                        .stream();
        return objects.map(object -> object.key().substring(prefix.length()))
                .filter(name -> !name.endsWith("/") && !leadsOut(name) && Place.isData(name))
                .filter(wanted)
                .limit(MOST + 1L)
                .sorted()
                .toList();
    }

    @Override
    public LocalFile beginning(String name, ImportSpec.Format format) throws IOException {
        long size = sizeOf(name);
        return copy(
                name,
                path -> {
                    if (format == ImportSpec.Format.PARQUET) {
                        footer(name, size, path);
                    } else if (size > 0) {
                        Files.write(path, part(name, 0, Math.min(size, CHUNK)));
                    }
                });
    }

    @Override
    public LocalFile whole(String name, BooleanSupplier goOn) throws IOException {
        sizeOf(name);
        return copy(
                name,
                path -> {
                    try (ResponseInputStream<GetObjectResponse> in =
                                    client.getObject(get -> get.bucket(bucket).key(prefix + name));
                            OutputStream out = Files.newOutputStream(path)) {
                        byte[] chunk = new byte[CHUNK];
                        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                            out.write(chunk, 0, n);
                            if (!goOn.getAsBoolean()) {
                                in.abort();
                                throw new InterruptedIOException("Left in the middle of " + name);
                            }
                        }
                    }
                });
    }

    /// The schema of a Parquet file stands at its end: what is before it is left empty, which costs
    /// no room.
    private void footer(String name, long size, Path path) throws IOException {
        byte[] end = part(name, Math.max(0, size - CHUNK), size);
        long length = Math.min(size, footerLength(end) + TRAILER);
        byte[] footer = length > end.length ? part(name, size - length, size) : end;
        if (footer.length < TRAILER) {
            Files.write(path, footer);
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
            file.write(footer, footer.length - TRAILER / 2, TRAILER / 2);
            file.seek(size - footer.length);
            file.write(footer);
        }
    }

    /// In a file that is too short for one or claims too much: none.
    private static long footerLength(byte[] end) {
        if (end.length < TRAILER) {
            return 0;
        }
        byte[] length = Arrays.copyOfRange(end, end.length - TRAILER, end.length - TRAILER / 2);
        int claimed = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return claimed < 0 || claimed > LONGEST_FOOTER ? 0 : claimed;
    }

    private byte[] part(String name, long from, long to) throws IOException {
        if (from >= to) {
            return new byte[0];
        }
        String range = "bytes=%d-%d".formatted(from, to - 1);
        try (InputStream in =
                client.getObject(get -> get.bucket(bucket).key(prefix + name).range(range))) {
            return in.readAllBytes();
        }
    }

    private LocalFile copy(String name, Filling filling) throws IOException {
        Path path = copies.next();
        boolean filled = false;
        try {
            filling.fill(path);
            filled = true;
        } catch (SdkException e) {
            throw new IOException(reason(e), e);
        } finally {
            if (!filled) {
                Files.deleteIfExists(path);
            }
        }
        return new LocalFile(new SourceFile(path, name), true);
    }

    private long sizeOf(String name) {
        OptionalLong size = leadsOut(name) ? OptionalLong.empty() : answered(() -> size(name));
        return size.orElseThrow(() -> Place.unknown(source, name));
    }

    private OptionalLong size(String name) {
        try {
            return OptionalLong.of(
                    client.headObject(head -> head.bucket(bucket).key(prefix + name))
                            .contentLength());
        } catch (S3Exception e) {
            if (e.statusCode() == MISSING) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    private <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new SourceException(
                    "source", "Source '%s' can't be read: %s".formatted(source, reason(e)));
        }
    }

    private static String reason(SdkException e) {
        if (e instanceof S3Exception s3) {
            AwsErrorDetails details = s3.awsErrorDetails();
            String why = details == null ? null : details.errorMessage();
            return "S3 answers %d %s".formatted(s3.statusCode(), why == null ? "" : why).strip();
        }
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    /// Keys are no paths, but some stores take them for such.
    private static boolean leadsOut(String name) {
        List<String> parts = List.of(name.split("/", -1));
        return name.startsWith("/")
                || name.contains("//")
                || parts.contains(".")
                || parts.contains("..");
    }

    @FunctionalInterface
    private interface Filling {
        void fill(Path path) throws IOException;
    }
}
