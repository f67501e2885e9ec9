package dev.flywheel.registry.promotion;

import static dev.flywheel.contracts.ModelServing.CHAMPION;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.promotion.AuditEntry.Action;
import dev.flywheel.registry.promotion.AuditEntry.Move;
import dev.flywheel.registry.promotion.PromotionException.ApprovalPendingException;
import dev.flywheel.registry.promotion.PromotionException.GateFailedException;
import dev.flywheel.registry.promotion.PromotionException.NothingToRollBackToException;
import dev.flywheel.registry.promotion.PromotionException.VersionNotReadyException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Moves aliases. Each change holds the model's row, grows its revision by one, and leaves an audit
/// entry and a message for `model-events` in the same transaction.
@Component
public class Promotions {

    private final ModelRegistry registry;
    private final ServingState serving;
    private final ApprovalPolicy policy;
    private final Approvals approvals;
    private final AuditLog audit;
    private final Clock clock;

    Promotions(
            ModelRegistry registry,
            ServingState serving,
            ApprovalPolicy policy,
            Approvals approvals,
            AuditLog audit,
            Clock clock) {
        this.registry = registry;
        this.serving = serving;
        this.policy = policy;
        this.approvals = approvals;
        this.audit = audit;
        this.clock = clock;
    }

    /// Makes a version champion if its gate passed, or if it is forced.
    ///
    /// Where the version's pipeline file wants a person to agree, the first call becomes a request,
    /// and the call of another person approves it.
    ///
    /// @throws ApprovalPendingException if the request waits. It is kept: a transaction around this
    ///   call must not be rolled back for it (`noRollbackFor`)
    @Transactional(noRollbackFor = ApprovalPendingException.class)
    public ModelServing promote(String name, int number, Change change) {
        RegisteredModel model = registry.lock(name);
        ModelVersion version = ready(name, number);
        boolean serves = model.aliased(CHAMPION).filter(champion -> champion == number).isPresent();
        if (serves || !policy.needsApproval(version)) {
            return crown(model, version, change, null);
        }
        Optional<PromotionRequest> waiting = approvals.find(model, number);
        if (waiting.filter(request -> agrees(request, change)).isPresent()) {
            return approve(model, version, waiting.get(), change);
        }
        Gate gate = passable(version, change);
        throw new ApprovalPendingException(
                waiting.orElseGet(() -> approvals.request(model, number, change, gate)));
    }

    /// Lets a promotion pass that somebody else has asked for.
    @Transactional
    public ModelServing approve(String name, int number, Change change) {
        RegisteredModel model = registry.lock(name);
        ModelVersion version = ready(name, number);
        return approve(model, version, approvals.require(model, number), change);
    }

    /// Makes the version champion again that was it before. It needs nobody's approval: it is for
    /// emergencies, and brings back what was approved already.
    @Transactional
    public ModelServing rollBack(String name, Change change) {
        RegisteredModel model = registry.lock(name);
        Integer before = model.aliased(CHAMPION).orElse(null);
        int number =
                model.rollBack(clock.instant())
                        .orElseThrow(() -> new NothingToRollBackToException(name));
        audit.append(model, Move.ungated(Action.ROLLED_BACK, CHAMPION, before, number), change);
        return serving.tell(model);
    }

    /// Points an alias at a version; `champion` is a promotion.
    ///
    /// @throws ApprovalPendingException as [#promote] does
    @Transactional(noRollbackFor = ApprovalPendingException.class)
    public ModelServing setAlias(String name, String alias, int number, Change change) {
        if (Names.alias(alias).equals(CHAMPION)) {
            return promote(name, number, change);
        }
        RegisteredModel model = registry.lock(name);
        ModelVersion version = registry.version(name, number);
        Integer before = model.aliased(alias).orElse(null);
        boolean changed = model.pointAlias(alias, version.number(), clock.instant());
        audit.append(model, Move.ungated(Action.ALIAS_SET, alias, before, number), change);
        return changed ? serving.tell(model) : serving.of(model);
    }

    /// Takes an alias away; an alias that isn't there is none to take.
    @Transactional
    public void removeAlias(String name, String alias, Change change) {
        RegisteredModel model = registry.lock(name);
        model.removeAlias(alias, clock.instant())
                .ifPresent(from -> {
                    audit.append(
                            model, Move.ungated(Action.ALIAS_REMOVED, alias, from, null), change);
                    serving.tell(model);
                });
    }

    /// What serves now.
    @Transactional(readOnly = true)
    public ModelServing serving(String name) {
        return serving.of(registry.model(name));
    }

    /// The audit entries of a name, the newest first, also when its model is no more.
    @Transactional(readOnly = true)
    public List<AuditEntry> audit(String name, int limit) {
        List<AuditEntry> entries = audit.latest(name, limit);
        if (entries.isEmpty()) {
            registry.model(name);
        }
        return entries;
    }

    /// The audit entries that name a version, the newest first.
    @Transactional(readOnly = true)
    public List<AuditEntry> auditOf(String name, int version, int limit) {
        return audit.of(registry.model(name), version, limit);
    }

    /// Whether the same call again, by another person, is an approval. One without `force`
    /// overrules no gate.
    private boolean agrees(PromotionRequest request, Change change) {
        return approvals.mayApprove(request, change) && (change.force() || !request.isForced());
    }

    private ModelVersion ready(String name, int number) {
        ModelVersion version = registry.version(name, number);
        if (!version.isBundleWhole()) {
            throw new VersionNotReadyException(name, number, version.statusMessage());
        }
        return version;
    }

    private static Gate passable(ModelVersion version, Change change) {
        Gate gate = Gate.of(version);
        if (!gate.passed() && !change.force()) {
            throw new GateFailedException(version.model().name(), version.number(), gate.reasons());
        }
        return gate;
    }

    private ModelServing approve(
            RegisteredModel model, ModelVersion version, PromotionRequest request, Change change) {
        approvals.approve(model, request, change);
        return crown(model, version, request.change(), change.who());
    }

    private ModelServing crown(
            RegisteredModel model, ModelVersion version, Change change, @Nullable String approver) {
        // Its tags may have changed while it waited for approval.
        Gate gate = passable(version, change);
        Integer before = model.aliased(CHAMPION).orElse(null);
        boolean changed = model.pointAlias(CHAMPION, version.number(), clock.instant());
        Move move =
                new Move(
                        Action.PROMOTED,
                        CHAMPION,
                        before,
                        version.number(),
                        !gate.passed(),
                        gate.verdict(),
                        approver);
        audit.append(model, move, change);
        if (!changed) {
            return serving.of(model);
        }
        approvals.lapseAll(
                model,
                new Change(
                        change.who(),
                        "Version %d was promoted".formatted(version.number()),
                        false));
        return serving.tell(model);
    }
}
