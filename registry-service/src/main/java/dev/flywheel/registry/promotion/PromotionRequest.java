package dev.flywheel.registry.promotion;

import dev.flywheel.registry.model.RegisteredModel;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A promotion that somebody asked for and another person has to let pass.
///
/// Whoever changes it holds the model's row.
@Entity
public class PromotionRequest {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @ManyToOne(optional = false)
    private RegisteredModel model;

    private int version;

    @Enumerated(EnumType.STRING)
    private Status status;

    private String requestedBy;
    private Instant requestedAt;
    private Instant lapsesAt;
    private @Nullable String reason;
    private boolean forced;
    private String gate;
    private @Nullable String decidedBy;
    private @Nullable Instant decidedAt;
    private @Nullable String decisionReason;

    @SuppressWarnings("NullAway.Init")
    protected PromotionRequest() {}

    /// @param patience how long it may wait
    PromotionRequest(
            RegisteredModel model,
            int version,
            Change change,
            Gate gate,
            Instant at,
            Duration patience) {
        this.model = model;
        this.version = version;
        this.status = Status.PENDING;
        this.requestedBy = change.who();
        // As the database keeps it, so that the first answer is that of every other.
        this.requestedAt = at.truncatedTo(ChronoUnit.MICROS);
        this.lapsesAt = requestedAt.plus(patience);
        this.reason = change.why().orElse(null);
        this.forced = change.force();
        this.gate = gate.verdict();
    }

    void decide(Status decision, Change change, Instant at) {
        if (status != Status.PENDING) {
            throw new IllegalStateException(
                    "Request %d is %s and can't become %s".formatted(id, status, decision));
        }
        status = decision;
        decidedBy = change.who();
        decidedAt = at;
        decisionReason = change.why().orElse(null);
    }

    /// The change as it was asked for.
    Change change() {
        return new Change(requestedBy, reason, forced);
    }

    boolean isOverdue(Instant at) {
        return !at.isBefore(lapsesAt);
    }

    public String model() {
        return model.name();
    }

    public int version() {
        return version;
    }

    public Status status() {
        return status;
    }

    public String requestedBy() {
        return requestedBy;
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    /// When it lapses unless somebody decides before.
    public Instant lapsesAt() {
        return lapsesAt;
    }

    public @Nullable String reason() {
        return reason;
    }

    /// Whether a gate that fails is to be overruled.
    public boolean isForced() {
        return forced;
    }

    /// The gate's verdict when it was asked for.
    public String gate() {
        return gate;
    }

    public @Nullable String decidedBy() {
        return decidedBy;
    }

    public @Nullable Instant decidedAt() {
        return decidedAt;
    }

    public @Nullable String decisionReason() {
        return decisionReason;
    }

    /// How far it has come.
    public enum Status {
        PENDING,
        APPROVED,
        REJECTED,
        /// Nobody decided in time, or another version was promoted before.
        LAPSED
    }
}
