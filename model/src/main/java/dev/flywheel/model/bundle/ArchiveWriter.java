package dev.flywheel.model.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes archives whose bytes depend on nothing but the files in them.
final class ArchiveWriter {

    /// The first that a zip file can tell without a time zone beside it.
    private static final LocalDateTime SAME_FOR_ALL = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final int LOCAL_HEADER = 30;
    private static final int TABLE_ENTRY = 46;
    private static final int END = 22;

    private ArchiveWriter() {}

    static void write(OutputStream out, List<ArchivePart> parts) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setMethod(ZipOutputStream.STORED);
        for (ArchivePart part :
                parts.stream().sorted(Comparator.comparing(ArchivePart::name)).toList()) {
            zip.putNextEntry(entry(part));
            try (InputStream content = part.content().open()) {
                content.transferTo(zip);
            }
            zip.closeEntry();
        }
        zip.finish();
    }

    static long length(List<ArchivePart> parts) {
        return END
                + parts.stream()
                        .mapToLong(part ->
                                LOCAL_HEADER
                                        + TABLE_ENTRY
                                        + 2L * part.name().length()
                                        + part.bytes())
                        .sum();
    }

    /// What is stored needs its checksum before its first byte.
    private static ZipEntry entry(ArchivePart part) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream content = new CheckedInputStream(part.content().open(), crc)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        ZipEntry entry = new ZipEntry(part.name());
        entry.setTimeLocal(SAME_FOR_ALL);
        entry.setSize(part.bytes());
        entry.setCompressedSize(part.bytes());
        entry.setCrc(crc.getValue());
        return entry;
    }
}
