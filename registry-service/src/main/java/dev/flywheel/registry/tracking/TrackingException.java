package dev.flywheel.registry.tracking;

/// Why a request about an experiment or a run was refused.
public abstract sealed class TrackingException extends RuntimeException {

    private TrackingException(String message) {
        super(message);
    }

    /// No experiment has the number or the name.
    public static final class ExperimentNotFoundException extends TrackingException {

        private ExperimentNotFoundException(String message) {
            super(message);
        }

        public static ExperimentNotFoundException withId(String id) {
            return new ExperimentNotFoundException("No Experiment with id=%s exists".formatted(id));
        }

        static ExperimentNotFoundException withName(String name) {
            return new ExperimentNotFoundException(
                    "Could not find experiment with name '%s'".formatted(name));
        }
    }

    /// An experiment of that name exists, perhaps deleted: names stay taken.
    public static final class ExperimentExistsException extends TrackingException {

        ExperimentExistsException(String name, LifecycleStage stage) {
            super(
                    switch (stage) {
                        case ACTIVE -> "Experiment(name=%s) already exists.".formatted(name);
                        case DELETED ->
                                "Experiment '%s' already exists in deleted state. You can restore the experiment, or permanently delete the experiment to create a new one."
                                        .formatted(name);
                    });
        }
    }

    /// No run has the id.
    public static final class RunNotFoundException extends TrackingException {

        RunNotFoundException(String id) {
            super("Run with id=%s not found".formatted(id));
        }
    }

    /// The run is deleted.
    public static final class RunNotActiveException extends TrackingException {

        RunNotActiveException(String id, LifecycleStage stage) {
            super(
                    "The run %s must be in the 'active' state. Current state is %s."
                            .formatted(id, stage.word()));
        }
    }

    /// The experiment is deleted.
    public static final class ExperimentNotActiveException extends TrackingException {

        ExperimentNotActiveException(Experiment experiment) {
            super(
                    "The experiment %d must be in the 'active' state. Current state is %s."
                            .formatted(experiment.id(), experiment.lifecycleStage().word()));
        }
    }

    /// The experiment that is there from the start can't be deleted.
    public static final class DefaultExperimentException extends TrackingException {

        DefaultExperimentException() {
            super(
                    "Cannot delete the default experiment '0'. This is an internally reserved experiment.");
        }
    }

    /// The run has no such tag.
    public static final class TagNotFoundException extends TrackingException {

        TagNotFoundException(String runId, String key) {
            super("No tag with name: %s in run with id %s".formatted(key, runId));
        }
    }

    /// The parameter was logged with another value.
    public static final class ParamChangedException extends TrackingException {

        ParamChangedException(String runId, Param logged, String newValue) {
            super(
                    "Changing param values is not allowed. Param with key='%s' was already logged with value='%s' for run ID='%s'. Attempted logging new value '%s'."
                            .formatted(logged.key(), logged.value(), runId, newValue));
        }
    }
}
