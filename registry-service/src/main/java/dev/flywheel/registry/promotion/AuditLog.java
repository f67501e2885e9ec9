package dev.flywheel.registry.promotion;

import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.outbox.Outbox;
import dev.flywheel.registry.promotion.AuditEntry.Move;
import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Adds to the audit trail, and tells `model-audit` and the application of it in the same
/// transaction.
@Component
class AuditLog {

    private final AuditTrail trail;
    private final Outbox outbox;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AuditLog(AuditTrail trail, Outbox outbox, ApplicationEventPublisher events, Clock clock) {
        this.trail = trail;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    /// Adds an entry. The caller holds the model's row, so that its entries reach the topic in
    /// order.
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(RegisteredModel model, Move move, Change change) {
        AuditEntry entry = trail.save(new AuditEntry(model, move, change, clock.instant()));
        ModelAudited message = entry.toMessage();
        outbox.append(Topics.MODEL_AUDIT, entry.model(), message);
        events.publishEvent(message);
    }

    /// The model's entries, the newest first.
    @Transactional(readOnly = true)
    public List<AuditEntry> latest(String model, int limit) {
        return trail.findByModelOrderByIdDesc(model, Limit.of(limit));
    }

    /// The entries that name a version, as what an alias left or came to, the newest first.
    @Transactional(readOnly = true)
    public List<AuditEntry> of(RegisteredModel model, int version, int limit) {
        return trail.findByVersion(model.name(), version, Limit.of(limit));
    }
}
