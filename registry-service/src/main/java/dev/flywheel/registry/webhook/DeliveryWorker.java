package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.support.work.WorkLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Brings deliveries to their webhooks, woken by each commit that has added some and by a slow
/// clock. A slow receiver holds up none but itself.
@Component
class DeliveryWorker extends WorkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final int AT_ONCE = 32;

    /// What is under way after it is repeated when its lease is over.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Shipments shipments;
    private final WebhookSender sender;
    private final RegistryProperties.Webhooks properties;
    private final BackOff backOff;
    private final Semaphore free = new Semaphore(AT_ONCE);

    DeliveryWorker(
            Shipments shipments,
            WebhookSender sender,
            RegistryProperties properties,
            MeterRegistry meters) {
        super("webhooks", properties.webhooks().poll(), PATIENCE);
        this.shipments = shipments;
        this.sender = sender;
        this.properties = properties.webhooks();
        this.backOff = BackOff.of(this.properties);
        meters.gauge("flywheel.registry.webhooks.pending", shipments, Shipments::pending);
    }

    @TransactionalEventListener
    void wakeFor(DeliveryQueue.DeliveriesAdded added) {
        LOG.debug("{} deliveries of webhooks are new", added.count());
        wake();
    }

    @Override
    protected boolean look() throws InterruptedException {
        free.acquire();
        int slots = 1 + free.drainPermits();
        List<Shipment> due = claim(slots);
        free.release(slots - due.size());
        due.forEach(shipment -> Thread.ofVirtual().start(() -> deliver(shipment)));
        return !due.isEmpty();
    }

    private List<Shipment> claim(int slots) {
        try {
            return shipments.claim(slots);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Webhooks can't be delivered now and are tried again");
            return List.of();
        }
    }

    /// The edge of a thread, too: a delivery whose outcome could not be noted is due again later.
    private void deliver(Shipment shipment) {
        try {
            note(shipment, sender.send(shipment.target(), shipment.id(), shipment.body()));
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("delivery", shipment.id())
                    .setCause(e)
                    .log("A webhook's delivery is repeated later");
        } finally {
            free.release();
            wake();
        }
    }

    private void note(Shipment shipment, Outcome outcome) {
        if (outcome.isDelivered()) {
            shipments.delivered(shipment, outcome);
        } else if (outcome.isWorthRetrying() && shipment.attempt() < properties.attempts()) {
            shipments.postponed(
                    shipment,
                    outcome,
                    backOff.after(shipment.attempt(), outcome, RandomGenerator.getDefault()));
        } else if (shipments.failed(shipment, outcome)) {
            LOG.atWarn()
                    .addKeyValue("webhook", shipment.webhook())
                    .log(
                            "A webhook is disabled: {} deliveries in a row have failed, the last one: {}",
                            properties.disableAfter(),
                            outcome.error());
        }
    }
}
