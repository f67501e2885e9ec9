package dev.flywheel.registry.artifact;

import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.ArtifactStore.Item;
import dev.flywheel.contracts.artifact.ArtifactStore.Stored;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.RegistryProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Frees bytes that no path has named for a while: what was replaced, deleted, or never got a path
/// because its upload broke off.
///
/// Bytes are younger when equal ones arrive, and whoever gives them a path takes turns with the
/// sweep, so none are freed that somebody has just sent. Several registries may sweep at once.
@Component
class ArtifactSweep {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSweep.class);
    private static final int BATCH = 1_000;

    private final ArtifactStore store;
    private final SweepLedger ledger;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final Duration grace;
    private final Meters meters;

    ArtifactSweep(
            ArtifactStore store,
            SweepLedger ledger,
            TransactionOperations transactions,
            Clock clock,
            RegistryProperties properties,
            MeterRegistry meters) {
        this.store = store;
        this.ledger = ledger;
        this.transactions = transactions;
        this.clock = clock;
        this.grace = properties.sweep().grace();
        this.meters = Meters.in(meters);
    }

    /// Sweeps now and then. This is the edge of the thread: what fails is tried again at the next
    /// time.
    @Scheduled(
            initialDelayString = "${flywheel.registry.sweep.every}",
            fixedDelayString = "${flywheel.registry.sweep.every}")
    void sweep() {
        try {
            store.tidy(clock.instant().minus(grace));
            Swept swept = sweep(clock.instant());
            if (swept.files() > 0) {
                LOG.atInfo()
                        .addKeyValue("files", swept.files())
                        .addKeyValue("bytes", swept.bytes())
                        .log("Freed artifacts that nothing needs any more");
            }
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("Artifacts can't be swept, which is tried again");
        }
    }

    /// Sweeps as of a moment.
    ///
    /// @return what was freed
    Swept sweep(Instant now) throws IOException {
        Instant before = now.minus(grace);
        Swept kept = new Swept(0, 0);
        Swept freed = new Swept(0, 0);
        try (Stream<Item> items = store.items()) {
            Iterator<Item> left = items.iterator();
            while (left.hasNext()) {
                Map<Digest, Item> batch = batch(left);
                Swept some = free(batch, now, before);
                freed = freed.plus(some);
                kept = kept.plus(Swept.of(batch.values())).minus(some);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        meters.tell(kept, freed);
        return freed;
    }

    private Swept free(Map<Digest, Item> batch, Instant now, Instant before) throws IOException {
        List<Item> freed = new ArrayList<>();
        for (Digest digest : ledger.note(batch.keySet(), now, before)) {
            Item item = batch.get(digest);
            if (item != null && item.at().isBefore(before) && free(digest, before)) {
                freed.add(item);
            }
        }
        return Swept.of(freed);
    }

    private boolean free(Digest digest, Instant before) throws IOException {
        try {
            return transactions.execute(
                    _ -> ledger.seize(digest, before) && delete(digest, before));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Looks once more: equal bytes may have arrived since they were listed.
    private boolean delete(Digest digest, Instant before) {
        try {
            boolean old = store.find(digest).filter(item -> item.at().isBefore(before)).isPresent();
            if (old) {
                store.delete(digest);
                ledger.forget(digest);
            }
            return old;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Digest, Item> batch(Iterator<Item> left) {
        Map<Digest, Item> batch = new HashMap<>();
        while (left.hasNext() && batch.size() < BATCH) {
            Item item = left.next();
            batch.put(item.stored().digest(), item);
        }
        return batch;
    }

    /// Some of the store's files.
    record Swept(long files, long bytes) {

        static Swept of(Iterable<Item> items) {
            Swept all = new Swept(0, 0);
            for (Item item : items) {
                Stored stored = item.stored();
                all = all.plus(new Swept(1, stored.bytes()));
            }
            return all;
        }

        Swept plus(Swept other) {
            return new Swept(files + other.files, bytes + other.bytes);
        }

        Swept minus(Swept other) {
            return new Swept(files - other.files, bytes - other.bytes);
        }
    }

    private record Meters(
            AtomicLong files, AtomicLong bytes, Counter freedFiles, Counter freedBytes) {

        static Meters in(MeterRegistry meters) {
            return new Meters(
                    meters.gauge("flywheel.registry.artifact.files", new AtomicLong()),
                    meters.gauge("flywheel.registry.artifact.bytes", new AtomicLong()),
                    meters.counter("flywheel.registry.swept.files"),
                    meters.counter("flywheel.registry.swept.bytes"));
        }

        void tell(Swept kept, Swept freed) {
            files.set(kept.files());
            bytes.set(kept.bytes());
            freedFiles.increment((double) freed.files());
            freedBytes.increment((double) freed.bytes());
        }
    }
}
