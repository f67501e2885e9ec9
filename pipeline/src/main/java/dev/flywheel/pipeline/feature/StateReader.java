package dev.flywheel.pipeline.feature;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads what a [StateWriter] wrote.
///
/// Every method throws [IllegalArgumentException] if the bytes end too soon or make no sense.
public final class StateReader {

    private final byte[] bytes;
    private int at;

    public StateReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public int readByte() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public long readLong() {
        long rest = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            rest |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return (rest >>> 1) ^ -(rest & 1);
            }
        }
        throw new IllegalArgumentException("A number longer than 64 bits, before byte " + at);
    }

    /// A count of things that follow, each at least one byte long.
    public int readSize() {
        long size = readLong();
        if (size < 0 || size > bytes.length - at) {
            throw new IllegalArgumentException(
                    "A size of %d with %d bytes left".formatted(size, bytes.length - at));
        }
        return (int) size;
    }

    public double readDouble() {
        need(8);
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (bytes[at++] & 0xFF);
        }
        return Double.longBitsToDouble(bits);
    }

    public String readText() {
        int length = readSize();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public byte[] readBytes() {
        int length = readSize();
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    public Instant readInstant() {
        try {
            return Instant.ofEpochSecond(readLong(), readLong());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("An instant out of range, before byte " + at, e);
        }
    }

    public @Nullable Object readValue() {
        int kind = readByte();
        return switch (kind) {
            case 0 -> null;
            case 1 -> readText();
            case 2 -> readLong();
            case 3 -> readDouble();
            case 4 -> false;
            case 5 -> true;
            default -> throw new IllegalArgumentException("No kind of value is " + kind);
        };
    }

    /// Checks that all bytes were read.
    public void end() {
        if (at != bytes.length) {
            throw new IllegalArgumentException((bytes.length - at) + " bytes left over");
        }
    }

    private void need(int wanted) {
        if (bytes.length - at < wanted) {
            throw new IllegalArgumentException("The bytes end too soon, at " + bytes.length);
        }
    }
}
