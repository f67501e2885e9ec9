package dev.flywheel.registry.outbox;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message for a topic, sent or still to send.
@Entity
public class OutboxMessage {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String topic;
    private String key;
    private String payload;
    private Instant createdAt;
    private @Nullable Instant sentAt;

    @SuppressWarnings("NullAway.Init")
    protected OutboxMessage() {}

    OutboxMessage(String topic, String key, String payload, Instant createdAt) {
        this.topic = topic;
        this.key = key;
        this.payload = payload;
        this.createdAt = createdAt;
    }

    void sent(Instant at) {
        sentAt = at;
    }

    public String topic() {
        return topic;
    }

    public String key() {
        return key;
    }

    public String payload() {
        return payload;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant sentAt() {
        return sentAt;
    }
}
