package dev.flywheel.registry.promotion;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.outbox.Outbox;
import dev.flywheel.registry.promotion.AuditEntry.Action;
import dev.flywheel.registry.promotion.AuditEntry.Move;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Moves aliases. Each change holds the model's row, grows its revision by one, and leaves an audit
/// entry and a message for `model-events` in the same transaction.
@Component
public class Promotions {

    private final ModelRegistry registry;
    private final ServingState serving;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final Clock clock;

    Promotions(
            ModelRegistry registry,
            ServingState serving,
            AuditTrail audit,
            Outbox outbox,
            Clock clock) {
        this.registry = registry;
        this.serving = serving;
        this.audit = audit;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Makes a version champion if its gate passed, or if it is forced.
    @Transactional
    public ModelServing promote(String name, int number, Change change) {
        RegisteredModel model = registry.lock(name);
        ModelVersion version = registry.version(name, number);
        if (!version.isBundleWhole()) {
            throw new PromotionException.VersionNotReadyException(
                    name, number, version.statusMessage());
        }
        Gate gate = Gate.of(version);
        if (!gate.passed() && !change.force()) {
            throw new PromotionException.GateFailedException(name, number, gate.reasons());
        }
        Integer before = model.aliased(ModelServing.CHAMPION).orElse(null);
        boolean changed = model.pointAlias(ModelServing.CHAMPION, number, clock.instant());
        Move move =
                new Move(
                        Action.PROMOTED,
                        ModelServing.CHAMPION,
                        before,
                        number,
                        !gate.passed(),
                        gate.verdict());
        return record(model, move, change, changed);
    }

    /// Makes the version champion again that was it before.
    @Transactional
    public ModelServing rollBack(String name, Change change) {
        RegisteredModel model = registry.lock(name);
        Integer before = model.aliased(ModelServing.CHAMPION).orElse(null);
        int number =
                model.rollBack(clock.instant())
                        .orElseThrow(
                                () -> new PromotionException.NothingToRollBackToException(name));
        Move move =
                new Move(Action.ROLLED_BACK, ModelServing.CHAMPION, before, number, false, null);
        return record(model, move, change, true);
    }

    /// Points an alias at a version; `champion` is a promotion.
    @Transactional
    public ModelServing setAlias(String name, String alias, int number, Change change) {
        if (Names.alias(alias).equals(ModelServing.CHAMPION)) {
            return promote(name, number, change);
        }
        RegisteredModel model = registry.lock(name);
        ModelVersion version = registry.version(name, number);
        Integer before = model.aliased(alias).orElse(null);
        boolean changed = model.pointAlias(alias, version.number(), clock.instant());
        Move move = new Move(Action.ALIAS_SET, alias, before, number, false, null);
        return record(model, move, change, changed);
    }

    /// Takes an alias away; an alias that isn't there is none to take.
    @Transactional
    public void removeAlias(String name, String alias, Change change) {
        RegisteredModel model = registry.lock(name);
        model.removeAlias(alias, clock.instant())
                .ifPresent(from ->
                        record(
                                model,
                                new Move(Action.ALIAS_REMOVED, alias, from, null, false, null),
                                change,
                                true));
    }

    /// What serves now.
    @Transactional(readOnly = true)
    public ModelServing serving(String name) {
        return serving.of(registry.model(name));
    }

    /// The model's audit entries, the newest first.
    @Transactional(readOnly = true)
    public List<AuditEntry> audit(String name, int limit) {
        return audit.findByModelOrderByIdDesc(registry.model(name).name(), Limit.of(limit));
    }

    private ModelServing record(RegisteredModel model, Move move, Change change, boolean changed) {
        Instant now = clock.instant();
        audit.save(new AuditEntry(model, move, change, now));
        ModelServing state = serving.of(model);
        if (changed) {
            outbox.append(Topics.MODEL_EVENTS, model.name(), state);
        }
        return state;
    }
}
