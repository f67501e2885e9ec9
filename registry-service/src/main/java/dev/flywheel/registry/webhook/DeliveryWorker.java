package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Brings deliveries to their webhooks, woken by each commit that has added some and by a slow
/// clock. A slow receiver holds up none but itself.
@Component
class DeliveryWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final int AT_ONCE = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Shipments shipments;
    private final WebhookSender sender;
    private final RegistryProperties.Webhooks properties;
    private final BackOff backOff;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean running;
    private volatile Thread thread = Thread.ofVirtual().unstarted(this::run);

    DeliveryWorker(
            Shipments shipments,
            WebhookSender sender,
            RegistryProperties properties,
            MeterRegistry meters) {
        this.shipments = shipments;
        this.sender = sender;
        this.properties = properties.webhooks();
        this.backOff = BackOff.of(this.properties);
        meters.gauge("flywheel.registry.webhooks.pending", shipments, Shipments::pending);
    }

    @TransactionalEventListener
    void wakeUp(DeliveryQueue.DeliveriesAdded added) {
        LOG.debug("{} deliveries of webhooks are new", added.count());
        wakeUps.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("webhooks").start(this::run);
    }

    /// What is under way may be cut off; it is repeated when its lease is over.
    @Override
    public void stop() {
        running = false;
        wakeUps.release();
        try {
            // Not interrupted at once, as that would break a connection in use.
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                boolean some = startDue();
                if (!some
                        && wakeUps.tryAcquire(
                                properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private boolean startDue() throws InterruptedException {
        free.acquire();
        int slots = 1 + free.drainPermits();
        List<Shipment> due = claim(slots);
        free.release(slots - due.size());
        due.forEach(shipment -> Thread.ofVirtual().start(() -> deliver(shipment)));
        return !due.isEmpty();
    }

    /// This is the edge of the thread: whatever fails, such as the database, is tried again.
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
            wakeUps.release();
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
