package dev.flywheel.registry.reproduction;

import java.util.UUID;

/// Why a reproduction can't be asked for, or concluded.
public abstract sealed class ReproductionException extends RuntimeException {

    private ReproductionException(String message) {
        super(message);
    }

    /// The version has no whole bundle that would tell how it was made.
    public static final class NoBundleException extends ReproductionException {

        private final String model;
        private final int version;

        NoBundleException(String model, int version) {
            super(
                    "Version %d of %s can't be made again: it has no whole bundle of Flywheel's training, which would tell how it was made."
                            .formatted(version, model));
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

    /// Nobody has asked for it, or its version was deleted.
    public static final class ReproductionNotFoundException extends ReproductionException {

        ReproductionNotFoundException(UUID id) {
            super("There is no reproduction %s".formatted(id));
        }
    }
}
