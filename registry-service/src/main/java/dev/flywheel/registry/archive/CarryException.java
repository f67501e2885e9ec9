package dev.flywheel.registry.archive;

import org.jspecify.annotations.Nullable;

/// Why a version is not given away, or not taken.
public abstract sealed class CarryException extends RuntimeException {

    private CarryException(String message) {
        super(message);
    }

    /// The version has no whole bundle that could be carried.
    public static final class NotWholeException extends CarryException {

        private final String model;
        private final int version;

        NotWholeException(String model, int version, @Nullable String why) {
            super(
                    "Version %d of %s can't be put into an archive: %s"
                            .formatted(
                                    version,
                                    model,
                                    why == null ? "it has no bundle in the artifact store" : why));
            this.model = model;
            this.version = version;
        }

        public String model() {
            return model;
        }

        public int version() {
            return version;
        }
    }

    /// What an archive tells of its version is not what belongs there.
    public static final class MalformedException extends CarryException {

        MalformedException(String reason) {
            super("The archive's " + reason);
        }
    }
}
