package dev.flywheel.inference.online;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Encoded states in RocksDB, and in the same write the offsets up to which they were read: after a
/// kill both are of one moment.
///
/// It may be closed while others read, who then find nothing, and while its writer, which nobody
/// waits for without end, still writes: nothing is written then. RocksDB would end the process.
final class StateDisk implements AutoCloseable {

    private static final byte[] GREATEST = "greatest".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FILLED = "filled/".getBytes(StandardCharsets.UTF_8);
    private static final byte[] POSITIONS = "position/".getBytes(StandardCharsets.UTF_8);
    private static final long MEBIBYTE = 1 << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final List<AutoCloseable> natives = new ArrayList<>();
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
    private final RocksDB rocks;
    private final ColumnFamilyHandle states;
    private final ColumnFamilyHandle about;
    private boolean closed;

    StateDisk(Path directory) {
        ColumnFamilyOptions options = options();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        DBOptions database =
                add(
                        new DBOptions()
                                .setCreateIfMissing(true)
                                .setCreateMissingColumnFamilies(true)
                                .setMaxTotalWalSize(32 * MEBIBYTE)
                                .setKeepLogFileNum(2));
        try {
            Files.createDirectories(directory);
            this.rocks =
                    RocksDB.open(
                            database,
                            directory.toString(),
                            List.of(
                                    new ColumnFamilyDescriptor(
                                            RocksDB.DEFAULT_COLUMN_FAMILY, options),
                                    new ColumnFamilyDescriptor(
                                            "about".getBytes(StandardCharsets.UTF_8), options)),
                            handles);
        } catch (RocksDBException e) {
            throw failure(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.states = handles.get(0);
        this.about = handles.get(1);
        handles.forEach(this::add);
        add(rocks);
    }

    byte @Nullable [] get(String key) {
        if (!enter()) {
            return null;
        }
        try {
            return rocks.get(states, OnlineStore.bytes(key));
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            leave();
        }
    }

    /// Writes all of it or nothing; a state that is null is deleted.
    void write(
            Map<String, byte @Nullable []> updates,
            Map<Integer, Long> positions,
            @Nullable Instant greatestEventTime) {
        if (!enter()) {
            return;
        }
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions()) {
            for (Map.Entry<String, byte @Nullable []> update : updates.entrySet()) {
                byte @Nullable [] state = update.getValue();
                if (state == null) {
                    batch.delete(states, OnlineStore.bytes(update.getKey()));
                } else {
                    batch.put(states, OnlineStore.bytes(update.getKey()), state);
                }
            }
            for (Map.Entry<Integer, Long> position : positions.entrySet()) {
                batch.put(about, key(POSITIONS, position.getKey()), longs(position.getValue()));
            }
            if (greatestEventTime != null) {
                batch.put(
                        about,
                        GREATEST,
                        longs(greatestEventTime.getEpochSecond(), greatestEventTime.getNano()));
            }
            rocks.write(options, batch);
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            leave();
        }
    }

    /// Notes whether a partition lacks nothing of the past.
    ///
    /// It may be noted before the states that came with it are written: a kill in between is
    /// followed by the same records again.
    void filled(int partition, boolean filled) {
        if (!enter()) {
            return;
        }
        try {
            byte[] key = key(FILLED, partition);
            if (filled) {
                rocks.put(about, key, FILLED);
            } else {
                rocks.delete(about, key);
            }
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            leave();
        }
    }

    /// How many partitions lack nothing of the past.
    int filledPartitions() {
        if (!enter()) {
            return 0;
        }
        int count = 0;
        try (RocksIterator entries = rocks.newIterator(about)) {
            for (entries.seek(FILLED); isAt(entries, FILLED); entries.next()) {
                count++;
            }
        } finally {
            leave();
        }
        return count;
    }

    Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        if (!enter()) {
            return positions;
        }
        try (RocksIterator entries = rocks.newIterator(about)) {
            for (entries.seek(POSITIONS); isAt(entries, POSITIONS); entries.next()) {
                int partition = ByteBuffer.wrap(entries.key()).getInt(POSITIONS.length);
                positions.put(partition, ByteBuffer.wrap(entries.value()).getLong());
            }
        } finally {
            leave();
        }
        return positions;
    }

    @Nullable Instant greatestEventTime() {
        if (!enter()) {
            return null;
        }
        try {
            byte @Nullable [] value = rocks.get(about, GREATEST);
            if (value == null) {
                return null;
            }
            ByteBuffer in = ByteBuffer.wrap(value);
            return Instant.ofEpochSecond(in.getLong(), in.getLong());
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            leave();
        }
    }

    void forEachKey(String prefix, Consumer<String> consumer) {
        if (!enter()) {
            return;
        }
        byte[] start = OnlineStore.bytes(prefix);
        try (RocksIterator entries = rocks.newIterator(states)) {
            for (entries.seek(start); isAt(entries, start); entries.next()) {
                consumer.accept(new String(entries.key(), StandardCharsets.UTF_8));
            }
        } finally {
            leave();
        }
    }

    /// Whether the first state passes the test; true if there is none.
    boolean firstState(BiPredicate<String, byte[]> test) {
        if (!enter()) {
            return true;
        }
        try (RocksIterator entries = rocks.newIterator(states)) {
            entries.seekToFirst();
            return !entries.isValid()
                    || test.test(
                            new String(entries.key(), StandardCharsets.UTF_8), entries.value());
        } finally {
            leave();
        }
    }

    void clear() {
        if (!enter()) {
            return;
        }
        try {
            for (ColumnFamilyHandle family : List.of(states, about)) {
                try (RocksIterator entries = rocks.newIterator(family)) {
                    for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                        rocks.delete(family, entries.key());
                    }
                }
            }
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            leave();
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (AutoCloseable nativeObject : natives.reversed()) {
                nativeObject.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("RocksDB can't be closed", e);
        } finally {
            open.writeLock().unlock();
        }
    }

    /// False once it is closed; else it stays open until [#leave].
    private boolean enter() {
        open.readLock().lock();
        if (closed) {
            open.readLock().unlock();
            return false;
        }
        return true;
    }

    private void leave() {
        open.readLock().unlock();
    }

    private ColumnFamilyOptions options() {
        BlockBasedTableConfig table =
                new BlockBasedTableConfig()
                        .setFilterPolicy(add(new BloomFilter(10)))
                        .setWholeKeyFiltering(true)
                        .setBlockCache(add(new LRUCache(16 * MEBIBYTE)));
        return add(
                new ColumnFamilyOptions()
                        .setWriteBufferSize(8 * MEBIBYTE)
                        .setMemtableWholeKeyFiltering(true)
                        .setMemtablePrefixBloomSizeRatio(0.05)
                        .setTableFormatConfig(table));
    }

    private <T extends AutoCloseable> T add(T nativeObject) {
        natives.add(nativeObject);
        return nativeObject;
    }

    private static boolean isAt(RocksIterator entries, byte[] prefix) {
        if (!entries.isValid()) {
            return false;
        }
        byte[] key = entries.key();
        return key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] key(byte[] prefix, int partition) {
        return ByteBuffer.allocate(prefix.length + Integer.BYTES)
                .put(prefix)
                .putInt(partition)
                .array();
    }

    private static byte[] longs(long... values) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES * values.length);
        Arrays.stream(values).forEach(out::putLong);
        return out.array();
    }

    private static IllegalStateException failure(RocksDBException e) {
        return new IllegalStateException("The online store on disk failed: " + e.getMessage(), e);
    }
}
