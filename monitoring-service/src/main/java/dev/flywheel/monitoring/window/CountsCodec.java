package dev.flywheel.monitoring.window;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/// Window counts as bytes: a version byte, then variable-length integers. Most counts are small, so
/// 12 features take some 8 KB.
public final class CountsCodec {

    private static final int VERSION = 1;

    private CountsCodec() {}

    public static byte[] encode(WindowCounts counts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, counts.predictions());
            write(out, counts.unknown());
            write(out, counts.ranked());
            write(out, counts.profiled());
            write(out, counts.predictionsByGroup());
            write(out, counts.latency());
            write(out, counts.features().size());
            for (var feature : counts.features().entrySet()) {
                out.writeUTF(feature.getKey());
                write(out, feature.getValue().bins());
                for (long[] group : feature.getValue().groups()) {
                    write(out, group);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static WindowCounts decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "Window counts of version " + version + "; this service reads " + VERSION);
            }
            long predictions = read(in);
            long unknown = read(in);
            long ranked = read(in);
            long profiled = read(in);
            long[] byGroup = readAll(in);
            long[] latency = readAll(in);
            TreeMap<String, FeatureCounts> features = new TreeMap<>();
            for (long left = read(in); left > 0; left--) {
                String name = in.readUTF();
                long[] bins = readAll(in);
                long[][] groups = new long[Groups.COUNT][];
                for (int group = 0; group < groups.length; group++) {
                    groups[group] = readAll(in);
                }
                features.put(name, new FeatureCounts(bins, groups));
            }
            return new WindowCounts(
                    predictions, unknown, ranked, profiled, byGroup, latency, features);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, long[] values) throws IOException {
        write(out, values.length);
        for (long value : values) {
            write(out, value);
        }
    }

    private static long[] readAll(DataInputStream in) throws IOException {
        long[] values = new long[Math.toIntExact(read(in))];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(in);
        }
        return values;
    }

    private static void write(DataOutputStream out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long read(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }
}
