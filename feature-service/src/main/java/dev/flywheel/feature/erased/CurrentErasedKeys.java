package dev.flywheel.feature.erased;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// The erased keys as this process knows them, for those who can't ask PostgreSQL at each event.
/// Safe for use by several threads.
@Component
public final class CurrentErasedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentErasedKeys.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ErasedKeysTable table;
    private final Map<String, ErasedKeys> known = new ConcurrentHashMap<>();

    public CurrentErasedKeys(DataSource database) {
        this.table = new ErasedKeysTable(database);
    }

    /// The keys as they were at the last refreshing.
    public ErasedKeys of(String pipeline) {
        return known.getOrDefault(pipeline, ErasedKeys.NONE);
    }

    /// Learns what was erased since.
    ///
    /// @throws org.springframework.dao.DataAccessException if PostgreSQL does not answer
    public ErasedKeys refresh(String pipeline) {
        ErasedKeys keys = of(pipeline);
        if (table.count(pipeline) != keys.size()) {
            keys = table.read(pipeline);
            known.put(pipeline, keys);
        }
        return keys;
    }

    /// Waits until it is known what was erased so far.
    public void awaitKnown(String pipeline) throws InterruptedException {
        while (true) {
            try {
                var _ = refresh(pipeline);
                return;
            } catch (DataAccessException e) {
                LOG.warn("What was erased of {} is not known yet: {}", pipeline, e.getMessage());
                Thread.sleep(RETRY);
            }
        }
    }
}
