package dev.flywheel.training.run;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A line of a run's log.
@Entity
@Table(name = "run_log")
public class LogLine {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private UUID runId;
    private Instant loggedAt;
    private String message;

    @SuppressWarnings("NullAway.Init")
    protected LogLine() {}

    LogLine(UUID runId, Instant loggedAt, String message) {
        this.runId = runId;
        this.loggedAt = loggedAt;
        this.message = message;
    }

    public @Nullable Long id() {
        return id;
    }

    public UUID runId() {
        return runId;
    }

    public Instant loggedAt() {
        return loggedAt;
    }

    public String message() {
        return message;
    }
}
