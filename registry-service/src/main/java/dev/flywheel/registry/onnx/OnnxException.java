package dev.flywheel.registry.onnx;

/// Why a graph can't be downloaded.
public abstract sealed class OnnxException extends RuntimeException {

    private OnnxException(String message) {
        super(message);
    }

    /// The version has none.
    public static final class NoGraphException extends OnnxException {

        private final String model;
        private final int version;

        public NoGraphException(String model, int version, String why) {
            super("Version %d of %s has no ONNX graph: %s".formatted(version, model, why));
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
}
