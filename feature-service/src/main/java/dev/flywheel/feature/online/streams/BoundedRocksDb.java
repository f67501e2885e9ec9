package dev.flywheel.feature.online.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// One memory limit for all RocksDB stores of this process; without it each store may take 66 MB.
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long CACHE = 64L << 20;
    private static final long WRITE_BUFFERS = 32L << 20;

    static {
        RocksDB.loadLibrary();
    }

    // They live as long as the process does.
    private static final Cache BLOCKS = new LRUCache(CACHE);
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, BLOCKS);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(BLOCKS);
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferManager(BUFFERS);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String store, Options options) {}
}
