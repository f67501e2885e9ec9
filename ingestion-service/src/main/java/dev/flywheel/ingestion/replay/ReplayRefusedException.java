package dev.flywheel.ingestion.replay;

/// A request for a replay that can't be carried out.
public final class ReplayRefusedException extends RuntimeException {

    public ReplayRefusedException(String message) {
        super(message);
    }
}
