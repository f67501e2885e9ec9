package dev.flywheel.pipeline.feature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes the compact binary form of states: varints, big-endian doubles, UTF-8 with its length.
public final class StateWriter {

    private byte[] bytes = new byte[128];
    private int size;

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void writeByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /// A number that is seldom negative.
    public void writeLong(long value) {
        room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    public void writeDouble(double value) {
        room(8);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    public void writeText(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public void writeBytes(byte[] value) {
        writeLong(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    public void writeInstant(Instant value) {
        writeLong(value.getEpochSecond());
        writeLong(value.getNano());
    }

    /// A string, long, double, boolean or null.
    public void writeValue(@Nullable Object value) {
        switch (value) {
            case null -> writeByte(0);
            case String text -> {
                writeByte(1);
                writeText(text);
            }
            case Long number -> {
                writeByte(2);
                writeLong(number);
            }
            case Double number -> {
                writeByte(3);
                writeDouble(number);
            }
            case Boolean truth -> writeByte(truth ? 5 : 4);
            default ->
                    throw new IllegalArgumentException(
                            "A state can't hold a " + value.getClass().getName());
        }
    }

    private void room(int wanted) {
        if (size + wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + wanted));
        }
    }
}
