package dev.flywheel.training.reproduction;

import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionRequested;
import dev.flywheel.training.registration.Registry;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes requests to make versions again, works on them, and brings the outcomes to the registry.
@Component
public class Reproductions {

    private static final Logger LOG = LoggerFactory.getLogger(Reproductions.class);

    private final ReproductionTable table;
    private final ReproductionQueue queue;
    private final Rebuild rebuild;
    private final Registry registry;
    private final Clock clock;

    Reproductions(
            ReproductionTable table,
            ReproductionQueue queue,
            Rebuild rebuild,
            Registry registry,
            Clock clock) {
        this.table = table;
        this.queue = queue;
        this.rebuild = rebuild;
        this.registry = registry;
        this.clock = clock;
    }

    /// Queues a request; one that was taken before is not worked on again.
    @Transactional
    public void take(ReproductionRequested request) {
        if (table.add(request, clock.instant())) {
            queue.put(request.reproductionId());
            LOG.atInfo()
                    .addKeyValue("reproductionId", request.reproductionId())
                    .addKeyValue("model", request.model())
                    .addKeyValue("version", request.version())
                    .log("Queued a reproduction");
        }
    }

    /// Makes the version again, unless an earlier attempt has, and brings the outcome back.
    ///
    /// @param stopping whether this process is being stopped
    /// @throws RuntimeException if something that is needed is away; then it is to be tried again
    void work(String id, BooleanSupplier stopping) {
        Optional<Reproduction> asked = table.find(id);
        if (asked.isEmpty()) {
            return;
        }
        ReproductionRequested request = asked.get().request();
        ReproductionOutcome known = asked.get().outcome();
        ReproductionOutcome outcome = known == null ? rebuild.of(request, stopping) : known;
        if (known == null) {
            table.keep(id, outcome);
        }
        boolean delivered = registry.conclude(id, outcome);
        table.delivered(id, clock.instant());
        LOG.atInfo()
                .addKeyValue("reproductionId", id)
                .addKeyValue("model", request.model())
                .addKeyValue("version", request.version())
                .log(
                        "{}: {}{}",
                        outcome.verdict().word(),
                        outcome.detail(),
                        delivered
                                ? ""
                                : " (the registry does not know this reproduction any more)");
    }
}
