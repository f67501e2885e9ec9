package dev.flywheel.registry.promotion;

import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.model.Tombstones;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.outbox.Outbox;
import dev.flywheel.registry.promotion.AuditEntry.Move;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Renames models, and deletes them and their versions. What serves is never taken away by that: a
/// model with a champion keeps its name, and the champion stays until another one is. Other aliases
/// go or move along, each with its entry in the audit trail, and `model-events` tells the end of a
/// name as it tells every other change. A deletion has an entry of its own, too, and a new name one
/// under each of the two.
@Component
public class Retirements {

    private final ModelRegistry registry;
    private final Promotions promotions;
    private final Approvals approvals;
    private final Tombstones tombstones;
    private final ServingState serving;
    private final AuditLog audit;
    private final Outbox outbox;

    Retirements(
            ModelRegistry registry,
            Promotions promotions,
            Approvals approvals,
            Tombstones tombstones,
            ServingState serving,
            AuditLog audit,
            Outbox outbox) {
        this.registry = registry;
        this.promotions = promotions;
        this.approvals = approvals;
        this.tombstones = tombstones;
        this.serving = serving;
        this.audit = audit;
        this.outbox = outbox;
    }

    /// Gives a model another name, with its versions, aliases and tags.
    @Transactional
    public RegisteredModel rename(String name, String newName, String who) {
        RegisteredModel model = registry.lock(name);
        if (Names.model(newName).equals(name)) {
            return model;
        }
        model.requireNoChampion();
        Map<String, Integer> aliases = model.aliases();
        Change left = new Change(who, "Renamed to " + newName, false);
        Change moved = new Change(who, "Renamed from " + name, false);
        aliases.keySet().forEach(alias -> promotions.removeAlias(name, alias, left));
        RegisteredModel old = tombstones.rename(name, newName);
        audit.append(old, Move.renaming(), left);
        announce(old);
        audit.append(model, Move.renaming(), moved);
        aliases.forEach((alias, version) -> promotions.setAlias(newName, alias, version, moved));
        announce(model);
        return model;
    }

    /// Deletes a model that has no champion, with its versions and aliases.
    @Transactional
    public void deleteModel(String name, String who) {
        RegisteredModel model = registry.lock(name);
        model.requireNoChampion();
        model.aliases().keySet().forEach(alias -> drop(model, alias, who, "Deleted the model"));
        approvals.lapseAll(model, new Change(who, "Deleted the model", false));
        audit.append(model, Move.deletion(null), Change.by(who));
        boolean announced = model.revision() > 0;
        tombstones.deleteModel(name);
        if (announced) {
            announce(model);
        }
    }

    /// Deletes a version that is not the champion, with its aliases.
    @Transactional
    public void deleteVersion(String name, int number, String who) {
        RegisteredModel model = registry.lock(name);
        registry.version(name, number).requireNotChampion();
        model.aliasesOf(number)
                .forEach(alias -> drop(model, alias, who, "Deleted version " + number));
        approvals.lapse(model, number, new Change(who, "Deleted version " + number, false));
        audit.append(model, Move.deletion(number), Change.by(who));
        if (tombstones.deleteVersion(name, number)) {
            announce(model);
        }
    }

    private void drop(RegisteredModel model, String alias, String who, String why) {
        promotions.removeAlias(model.name(), alias, new Change(who, why, false));
    }

    private void announce(RegisteredModel model) {
        if (model.revision() > 0) {
            outbox.append(Topics.MODEL_EVENTS, model.name(), serving.of(model));
        }
    }
}
