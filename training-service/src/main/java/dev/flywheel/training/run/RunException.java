package dev.flywheel.training.run;

import java.util.UUID;

/// Why something can't be done with a run.
public abstract sealed class RunException extends RuntimeException {

    private final UUID runId;

    private RunException(UUID runId, String message) {
        super(message);
        this.runId = runId;
    }

    public UUID runId() {
        return runId;
    }

    /// There is no such run.
    public static final class NotFound extends RunException {

        NotFound(UUID runId) {
            super(runId, "There is no run " + runId);
        }
    }

    /// The run has ended.
    public static final class Ended extends RunException {

        private final RunState state;

        Ended(UUID runId, RunState state) {
            super(runId, "Run %s has ended: %s".formatted(runId, state));
            this.state = state;
        }

        public RunState state() {
            return state;
        }
    }

    /// The run has not looked at its dataset.
    public static final class NotValidated extends RunException {

        private final RunState state;

        public NotValidated(UUID runId, RunState state) {
            super(runId, "Run %s has no validation report: it is %s".formatted(runId, state));
            this.state = state;
        }

        public RunState state() {
            return state;
        }
    }

    /// Another process went on with the run, taking this one for dead.
    public static final class TakenOver extends RunException {

        TakenOver(UUID runId, int attempt, int current) {
            super(
                    runId,
                    "Attempt %d of run %s was taken over by attempt %d"
                            .formatted(attempt, runId, current));
        }
    }

    /// Somebody cancelled the run.
    public static final class Cancelled extends RunException {

        Cancelled(UUID runId) {
            super(runId, "Run %s was cancelled".formatted(runId));
        }
    }
}
