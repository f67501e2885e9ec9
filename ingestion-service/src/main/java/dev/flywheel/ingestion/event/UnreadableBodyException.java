package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Quarantined;

/// A body in which nothing can be read.
public final class UnreadableBodyException extends RuntimeException {

    private final transient Candidate body;

    UnreadableBodyException(Candidate body) {
        super(body.faults().getFirst().message());
        this.body = body;
    }

    /// The whole body, as it goes to quarantine.
    public Candidate body() {
        return body;
    }

    /// What is wrong with it.
    public Quarantined.Reason reason() {
        return body.faults().getFirst();
    }
}
