package dev.flywheel.model.bundle;

import dev.flywheel.contracts.artifact.Digest;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A model version in one zip file: the bundle's files, and beside them `version.json` and
/// `audit.json`. Opening and reading trust nothing: names, sizes and kinds are checked before a
/// byte is unpacked, and again while it is.
public final class BundleArchive implements Closeable {

    /// What the registry knows of the version: see [ArchivedVersion].
    public static final String VERSION = "version.json";

    /// What became of the model's aliases.
    public static final String AUDIT = "audit.json";

    /// How many bytes an archive's files have together at most, unless told otherwise.
    public static final long MAX_BYTES = 2L << 30;

    private static final Set<String> BESIDE = Set.of(VERSION, AUDIT);
    private static final long MAX_BESIDE = 8 << 20;

    /// The manifest, which names every other file but itself, and the two beside it.
    private static final int MAX_ENTRIES = BundleFiles.MAX_FILES + 3;

    /// Deflate reaches 1:1032; text that a machine wrote stays far below this.
    private static final long MAX_RATIO = 200;

    private static final long ANY_RATIO_BELOW = 1 << 20;

    private final ZipFile zip;
    private final Map<String, ZipDirectory.Entry> entries;

    private BundleArchive(ZipFile zip, Map<String, ZipDirectory.Entry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    /// Opens an archive whose files have at most [#MAX_BYTES] bytes.
    ///
    /// @throws ArchiveException if it is no archive
    public static BundleArchive open(Path file) throws IOException {
        return open(file, MAX_BYTES);
    }

    /// Opens an archive and checks what it says of its files.
    ///
    /// @param maxBytes of all files together
    /// @throws ArchiveException if it is no archive
    public static BundleArchive open(Path file, long maxBytes) throws IOException {
        Map<String, ZipDirectory.Entry> entries = new TreeMap<>();
        long bytes = 0;
        for (ZipDirectory.Entry entry : ZipDirectory.read(file, MAX_ENTRIES)) {
            requireHarmless(entry);
            if (entries.put(entry.name(), entry) != null) {
                throw new ArchiveException.Refused(entry.name(), "is there twice");
            }
            bytes += entry.bytes();
        }
        if (bytes > maxBytes) {
            throw new ArchiveException.TooLarge(
                    "its files have %d bytes, at most %d".formatted(bytes, maxBytes));
        }
        try {
            return new BundleArchive(new ZipFile(file.toFile()), entries);
        } catch (ZipException | EOFException e) {
            throw new ArchiveException.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /// Reads the bundle of an archive by way of a directory of its own, which is gone afterwards.
    ///
    /// @throws ArchiveException if it is no archive
    /// @throws BundleException if the bundle in it is not as it must be
    public static ModelBundle load(Path file) throws IOException {
        Path directory = Files.createTempDirectory("flywheel-bundle");
        try (BundleArchive archive = open(file)) {
            return ModelBundle.read(directory, archive.unpack(directory));
        } finally {
            delete(directory);
        }
    }

    /// Writes an archive: the same files, in whatever order, give the same bytes on every machine.
    /// Files are stored, not compressed, as libraries differ in how they compress.
    public static void write(OutputStream out, List<ArchivePart> parts) throws IOException {
        ArchiveWriter.write(out, parts);
    }

    /// How many bytes [#write] writes.
    public static long length(List<ArchivePart> parts) {
        return ArchiveWriter.length(parts);
    }

    /// The names of all files, in order.
    public Set<String> names() {
        return entries.keySet();
    }

    /// The bytes of one file, which fits into memory.
    ///
    /// @throws ArchiveException if there is none, or it is not what the archive says of it
    public byte[] bytes(String name) throws IOException {
        ZipDirectory.Entry entry = entries.get(name);
        if (entry == null) {
            throw new ArchiveException.Refused(name, "is missing");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copy(entry, bytes);
        return bytes.toByteArray();
    }

    /// Writes the bundle's files, without the two beside them, into an existing directory.
    ///
    /// @return the SHA-256 of each by name
    /// @throws ArchiveException if one is not what the archive says of it
    public Map<String, String> unpack(Path directory) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (ZipDirectory.Entry entry : entries.values()) {
            if (!BESIDE.contains(entry.name())) {
                try (OutputStream out = Files.newOutputStream(directory.resolve(entry.name()))) {
                    digests.put(entry.name(), copy(entry, out).hex());
                }
            }
        }
        return digests;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static void requireHarmless(ZipDirectory.Entry entry) {
        String name = entry.name();
        if (!BundleFiles.isPlainName(name)) {
            throw new ArchiveException.Refused(
                    name, "has a path or a strange name; all files lie side by side");
        }
        long limit = BESIDE.contains(name) ? MAX_BESIDE : BundleFiles.limit(name);
        if (entry.bytes() > limit) {
            throw new ArchiveException.Refused(
                    name, "has %d bytes, at most %d".formatted(entry.bytes(), limit));
        }
        if (entry.bytes() > ANY_RATIO_BELOW && entry.bytes() / MAX_RATIO > entry.compressed()) {
            throw new ArchiveException.Refused(
                    name,
                    "grows from %d bytes to %d, more than %d times"
                            .formatted(entry.compressed(), entry.bytes(), MAX_RATIO));
        }
    }

    private Digest copy(ZipDirectory.Entry entry, OutputStream out) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream content = zip.getInputStream(zip.getEntry(entry.name()));
                DigestInputStream hashing =
                        new DigestInputStream(
                                new CheckedInputStream(content, crc), Digest.sha256())) {
            long bytes = copy(hashing, out, entry.bytes());
            if (bytes != entry.bytes() || crc.getValue() != entry.crc()) {
                throw new ArchiveException.Refused(
                        entry.name(), "has another length or checksum than the archive says");
            }
            return Digest.ofHash(hashing.getMessageDigest().digest());
        } catch (ZipException | EOFException e) {
            throw new ArchiveException.Unreadable(
                    "'%s' is damaged (%s)".formatted(entry.name(), e.getMessage()));
        }
    }

    /// @return one more than the limit if there are more bytes than it
    private static long copy(InputStream in, OutputStream out, long limit) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
            if (bytes > limit) {
                return limit + 1;
            }
            out.write(buffer, 0, read);
        }
        return bytes;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
