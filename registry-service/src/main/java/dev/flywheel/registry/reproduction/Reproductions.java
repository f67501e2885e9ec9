package dev.flywheel.registry.reproduction;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionRequested;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.model.ModelNotes;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.VersionBundles;
import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.outbox.Outbox;
import dev.flywheel.registry.reproduction.ReproductionException.NoBundleException;
import dev.flywheel.registry.reproduction.ReproductionException.ReproductionNotFoundException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Asks for reproductions, and keeps what training found.
@Component
public class Reproductions {

    /// The tag of a version that tells the verdict of its latest reproduction.
    static final String TAG = "flywheel.reproduced";

    private final ModelRegistry registry;
    private final ModelNotes notes;
    private final VersionBundles bundles;
    private final ReproductionTable table;
    private final Outbox outbox;
    private final Clock clock;

    Reproductions(
            ModelRegistry registry,
            ModelNotes notes,
            VersionBundles bundles,
            ReproductionTable table,
            Outbox outbox,
            Clock clock) {
        this.registry = registry;
        this.notes = notes;
        this.bundles = bundles;
        this.table = table;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Asks training to make a version again; while that is under way, a second request finds the
    /// same reproduction.
    @Transactional
    public Reproduction request(String model, int number, String who) {
        // Requests at once take turns.
        registry.lock(model);
        ModelVersion version = registry.version(model, number);
        return table.findUnderWay(version.model().name(), number)
                .orElseGet(() -> ask(version, who));
    }

    private Reproduction ask(ModelVersion version, String who) {
        String model = version.model().name();
        int number = version.number();
        ModelServing.Bundle bundle =
                bundles.of(version).orElseThrow(() -> new NoBundleException(model, number));
        Reproduction asked =
                new Reproduction(UUID.randomUUID(), model, number, clock.instant(), who, null);
        table.add(asked);
        outbox.append(
                Topics.REPRODUCTION_REQUESTS,
                model,
                new ReproductionRequested(
                        asked.id().toString(), model, number, bundle, asked.requestedAt()));
        return asked;
    }

    /// Keeps what came of a reproduction, and tags the version with the verdict. What was kept
    /// before stays, so that training may bring an outcome twice.
    @Transactional
    public Reproduction conclude(UUID id, ReproductionOutcome outcome) {
        Reproduction asked =
                table.find(id).orElseThrow(() -> new ReproductionNotFoundException(id));
        if (!table.conclude(id, outcome)) {
            return asked;
        }
        notes.setTag(asked.model(), asked.version(), new Tag(TAG, outcome.verdict().word()));
        return new Reproduction(
                id,
                asked.model(),
                asked.version(),
                asked.requestedAt(),
                asked.requestedBy(),
                outcome);
    }

    /// A version's reproductions, the newest first.
    @Transactional(readOnly = true)
    public List<Reproduction> latest(String model, int number, int limit) {
        ModelVersion version = registry.version(model, number);
        return table.latest(version.model().name(), number, limit);
    }
}
