package dev.flywheel.registry.outbox;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.RegistryProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes messages within the transaction of a change, and hands them out in order afterwards.
///
/// Messages of one key keep their order only if the writer holds a lock of the key's row.
@Component
public class Outbox {

    private final OutboxMessages messages;
    private final ApplicationEventPublisher events;
    private final Duration keep;
    private final Clock clock;

    Outbox(
            OutboxMessages messages,
            ApplicationEventPublisher events,
            RegistryProperties properties,
            Clock clock) {
        this.messages = messages;
        this.events = events;
        this.keep = properties.outbox().keep();
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void append(String topic, String key, Object payload) {
        messages.save(
                new OutboxMessage(
                        topic, key, Json.MAPPER.writeValueAsString(payload), clock.instant()));
        events.publishEvent(new OutboxAppended(topic, key));
    }

    /// Hands out messages in order until one can't be sent. What was sent before a crash and not
    /// marked is sent again.
    ///
    /// @param send whether the message has reached its topic for good
    @Transactional
    public Relayed relay(Predicate<OutboxMessage> send) {
        if (!messages.tryLock()) {
            return Relayed.ALL;
        }
        List<OutboxMessage> unsent = messages.findTop100BySentAtIsNullOrderById();
        for (OutboxMessage message : unsent) {
            if (!send.test(message)) {
                return Relayed.STOPPED;
            }
            message.sent(clock.instant());
        }
        return unsent.isEmpty() ? Relayed.ALL : Relayed.SOME;
    }

    /// Deletes what was sent a while ago.
    ///
    /// @return how many messages
    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    @Transactional
    public int forgetSent() {
        return messages.deleteSent(clock.instant().minus(keep));
    }

    @Transactional(readOnly = true)
    public long unsent() {
        return messages.countBySentAtIsNull();
    }

    /// How far a relay has come.
    public enum Relayed {
        /// Nothing is left, or another process relays.
        ALL,
        /// More may be left.
        SOME,
        /// A message could not be sent.
        STOPPED
    }
}
