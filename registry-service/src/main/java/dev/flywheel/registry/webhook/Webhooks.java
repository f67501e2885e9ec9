package dev.flywheel.registry.webhook;

import dev.flywheel.registry.webhook.Shipment.Target;
import dev.flywheel.registry.webhook.Webhook.Status;
import dev.flywheel.registry.webhook.WebhookException.WebhookNotFoundException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Registers who is told of what.
@Component
public class Webhooks {

    private final WebhookStore store;
    private final WebhookSender sender;
    private final UrlRules rules;
    private final Secrets secrets;
    private final Clock clock;

    Webhooks(
            WebhookStore store,
            WebhookSender sender,
            UrlRules rules,
            Secrets secrets,
            Clock clock) {
        this.store = store;
        this.sender = sender;
        this.rules = rules;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// Registers a webhook; name, URL and events must be there.
    ///
    /// @throws WebhookException.UrlRefusedException if nothing may be sent there
    @Transactional
    public Webhook create(WebhookSettings settings) {
        rules.check(settings.url().orElseThrow());
        Webhook webhook =
                new Webhook(
                        UUID.randomUUID(),
                        settings.name().orElseThrow(),
                        settings.description().orElse(null),
                        settings.url().orElseThrow(),
                        settings.events(),
                        settings.status().orElse(Status.ACTIVE),
                        clock.instant(),
                        clock.instant());
        store.insert(webhook, settings.secret().map(secrets::seal).orElse(null));
        return webhook;
    }

    @Transactional(readOnly = true)
    public Webhook get(String id) {
        return uuid(id).flatMap(store::find).orElseThrow(() -> new WebhookNotFoundException(id));
    }

    /// A page of the webhooks, the oldest first.
    @Transactional(readOnly = true)
    public List<Webhook> list(int limit, long offset) {
        return store.list(limit, offset);
    }

    /// Changes what the settings name. A webhook that becomes active again starts with a clean
    /// record, and is told what has waited.
    @Transactional
    public Webhook update(String id, WebhookSettings settings) {
        Webhook before = get(id);
        settings.url().ifPresent(rules::check);
        Webhook after =
                new Webhook(
                        before.id(),
                        settings.name().orElse(before.name()),
                        settings.description().orElse(before.description()),
                        settings.url().orElse(before.url()),
                        settings.events().isEmpty() ? before.events() : settings.events(),
                        settings.status().orElse(before.status()),
                        before.createdAt(),
                        clock.instant());
        store.update(after, settings.secret().map(secrets::seal).orElse(null));
        return after;
    }

    /// Removes a webhook with its deliveries, sent or not.
    @Transactional
    public void delete(String id) {
        store.delete(get(id).id());
    }

    /// A page of its deliveries, the newest first.
    @Transactional(readOnly = true)
    public List<Delivery> deliveries(String id, int limit, long offset) {
        return store.deliveries(get(id).id(), limit, offset);
    }

    /// Sends an example at once, and once only, whatever the webhook's status is.
    ///
    /// @param event one of the webhook's own if it is empty
    public TestResult test(String id, Optional<EventType> event) {
        Webhook webhook = get(id);
        EventType type = event.orElseGet(() -> webhook.events().iterator().next());
        Target target =
                new Target(webhook.url(), store.secret(webhook.id()).map(secrets::open).orElse(""));
        String body = DeliveryQueue.body(type, EventData.example(type), clock.instant());
        return TestResult.of(sender.send(target, UUID.randomUUID(), body));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
