package dev.flywheel.registry.webhook;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.registry.model.ModelChanged;
import dev.flywheel.registry.webhook.EventData.OfAliasCreated;
import dev.flywheel.registry.webhook.EventData.OfAliasDeleted;
import dev.flywheel.registry.webhook.EventData.OfPromotion;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Writes a delivery for each webhook that wants to hear of a change, in the transaction of the
/// change: nothing is told that did not happen, and nothing that happened is forgotten.
@Component
class DeliveryQueue {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    DeliveryQueue(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(ModelChanged changed) {
        EventType type =
                switch (changed) {
                    case ModelChanged.ModelCreated _ -> EventType.REGISTERED_MODEL_CREATED;
                    case ModelChanged.VersionCreated _ -> EventType.MODEL_VERSION_CREATED;
                    case ModelChanged.VersionTagSet _ -> EventType.MODEL_VERSION_TAG_SET;
                    case ModelChanged.VersionTagDeleted _ -> EventType.MODEL_VERSION_TAG_DELETED;
                };
        add(type, changed.model(), EventData.of(changed));
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(ModelAudited audited) {
        switch (audited.action()) {
            case "ALIAS_SET" -> addAlias(audited);
            case "ALIAS_REMOVED" ->
                    add(
                            EventType.MODEL_VERSION_ALIAS_DELETED,
                            audited.model(),
                            new OfAliasDeleted(audited.model(), alias(audited)));
            case "PROMOTED" -> {
                addAlias(audited);
                addPromotion(EventType.MODEL_VERSION_PROMOTED, audited);
            }
            case "ROLLED_BACK" -> {
                addAlias(audited);
                addPromotion(EventType.MODEL_VERSION_ROLLED_BACK, audited);
            }
            case "PROMOTION_REQUESTED" -> addPromotion(EventType.PROMOTION_REQUESTED, audited);
            case "PROMOTION_REJECTED" -> addPromotion(EventType.PROMOTION_REJECTED, audited);
            case "PROMOTION_LAPSED" -> addPromotion(EventType.PROMOTION_LAPSED, audited);
            default -> {
                // An approval is told by the promotion that it brings about; of a deletion or a
                // new name MLflow has no event.
            }
        }
    }

    private void addAlias(ModelAudited audited) {
        add(
                EventType.MODEL_VERSION_ALIAS_CREATED,
                audited.model(),
                new OfAliasCreated(
                        audited.model(), alias(audited), String.valueOf(audited.toVersion())));
    }

    private static String alias(ModelAudited audited) {
        return Objects.requireNonNull(audited.alias(), "The change is of an alias");
    }

    private void addPromotion(EventType type, ModelAudited audited) {
        add(
                type,
                audited.model(),
                new OfPromotion(
                        audited.model(),
                        String.valueOf(audited.toVersion()),
                        text(audited.fromVersion()),
                        audited.who(),
                        audited.reason(),
                        audited.forced(),
                        audited.approver()));
    }

    private void add(EventType type, String model, EventData data) {
        Instant now = clock.instant();
        int added =
                jdbc.sql(
                                """
                                insert into webhook_delivery
                                    (id, webhook_id, event, model, body, status, attempts, created_at, due_at)
                                select gen_random_uuid(), id, :event, :model, :body, 'PENDING', 0,
                                    cast(:now as timestamptz), cast(:now as timestamptz)
                                from webhook where status = 'ACTIVE' and :event = any(events)
                                order by seq
                                """)
                        .param("event", type.toString())
                        .param("model", model)
                        .param("body", body(type, data, now))
                        .param("now", Timestamp.from(now))
                        .update();
        if (added > 0) {
            events.publishEvent(new DeliveriesAdded(added));
        }
    }

    /// The JSON that a receiver gets.
    static String body(EventType type, EventData data, Instant at) {
        return Json.MAPPER.writeValueAsString(
                new Body(type.spokenEntity(), type.spokenAction(), at, data));
    }

    private static @Nullable String text(@Nullable Integer version) {
        return version == null ? null : version.toString();
    }

    private record Body(String entity, String action, Instant timestamp, EventData data) {}

    /// Deliveries were written; they can be sent once the transaction has committed.
    record DeliveriesAdded(int count) {}
}
