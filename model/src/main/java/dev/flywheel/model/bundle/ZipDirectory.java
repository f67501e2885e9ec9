package dev.flywheel.model.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The table at the end of a zip file, read before anything else is: [java.util.zip.ZipFile] would
/// take one of any length, and does not tell of symbolic links.
///
/// Stricter than the format: one disk, no zip64, no comment, and nothing but entries before the
/// table. Layout: PKWARE's APPNOTE.TXT 6.3, 4.3.12 and 4.3.16.
final class ZipDirectory {

    private static final int END = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int ENTRY = 46;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int UNIX = 3;
    private static final int TYPE = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int LONGEST = 1 << 16;

    private ZipDirectory() {}

    /// Reads the table.
    ///
    /// @param most how many entries there may be
    /// @throws ArchiveException if there is no such table, or an entry that is no plain file
    static List<Entry> read(Path file, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < END) {
                throw new ArchiveException.Unreadable("it is no zip file");
            }
            ByteBuffer end = read(channel, channel.size() - END, END);
            if (end.getInt(0) != END_SIGNATURE || unsigned(end, 20) != 0) {
                throw new ArchiveException.Unreadable(
                        "it does not end as a zip file without comment does");
            }
            int count = unsigned(end, 10);
            long length = Integer.toUnsignedLong(end.getInt(12));
            long offset = Integer.toUnsignedLong(end.getInt(16));
            if (end.getInt(4) != 0
                    || unsigned(end, 8) != count
                    || offset + length + END != channel.size()) {
                throw new ArchiveException.Unreadable(
                        "its table is not where its end says, or it has several parts");
            }
            if (count > most || length > LONGEST) {
                throw new ArchiveException.TooLarge(
                        "%d entries in %d bytes of table, at most %d"
                                .formatted(count, length, most));
            }
            return entries(read(channel, offset, (int) length), count);
        }
    }

    private static List<Entry> entries(ByteBuffer table, int count) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (entries.size() < count) {
            if (table.limit() - at < ENTRY || table.getInt(at) != ENTRY_SIGNATURE) {
                throw new ArchiveException.Unreadable("its table is damaged");
            }
            int name = unsigned(table, at + 28);
            int rest = name + unsigned(table, at + 30) + unsigned(table, at + 32);
            if (table.limit() - at - ENTRY < rest) {
                throw new ArchiveException.Unreadable("its table is damaged");
            }
            entries.add(entry(table, at, text(table, at + ENTRY, name)));
            at += ENTRY + rest;
        }
        if (at != table.limit()) {
            throw new ArchiveException.Unreadable("its table has more entries than its end says");
        }
        return entries;
    }

    private static Entry entry(ByteBuffer table, int at, String name) {
        if ((unsigned(table, at + 8) & ENCRYPTED) != 0) {
            throw new ArchiveException.Refused(name, "is encrypted");
        }
        int method = unsigned(table, at + 10);
        if (method != STORED && method != DEFLATED) {
            throw new ArchiveException.Refused(
                    name,
                    "is compressed by method %d; known are store and deflate".formatted(method));
        }
        int type = unsigned(table, at + 40) & TYPE;
        if (table.get(at + 5) == UNIX && type != 0 && type != REGULAR) {
            throw new ArchiveException.Refused(
                    name, "is no plain file but a link, a directory or a device");
        }
        return new Entry(
                name,
                Integer.toUnsignedLong(table.getInt(at + 20)),
                Integer.toUnsignedLong(table.getInt(at + 24)),
                Integer.toUnsignedLong(table.getInt(at + 16)));
    }

    private static String text(ByteBuffer table, int at, int length) {
        byte[] bytes = new byte[length];
        table.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int unsigned(ByteBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at));
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException("The archive became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    /// What the table says of a file.
    ///
    /// @param compressed bytes in the archive
    /// @param bytes of the file
    record Entry(String name, long compressed, long bytes, long crc) {}
}
