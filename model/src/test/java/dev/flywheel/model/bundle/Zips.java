package dev.flywheel.model.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Zip files for tests, honest and not.
final class Zips {

    private static final int END = 22;

    private Zips() {}

    /// Compressed, as most programs do it.
    static byte[] of(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /// Puts a number into the table's first entry.
    ///
    /// @param at where in the entry
    static byte[] withShort(byte[] zip, int at, int value) {
        ByteBuffer buffer = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.putShort(table(buffer) + at, (short) value).array();
    }

    /// Puts a number into the table's first entry.
    static byte[] withInt(byte[] zip, int at, int value) {
        ByteBuffer buffer = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.putInt(table(buffer) + at, value).array();
    }

    /// Puts a number into the end.
    static byte[] withEnd(byte[] zip, int at, int value) {
        ByteBuffer buffer = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.putShort(zip.length - END + at, (short) value).array();
    }

    /// Exchanges a name by one of the same length, wherever it stands.
    static byte[] renamed(byte[] zip, String from, String to) {
        return new String(zip, StandardCharsets.ISO_8859_1)
                .replace(from, to)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int table(ByteBuffer buffer) {
        return buffer.getInt(buffer.limit() - END + 16);
    }
}
