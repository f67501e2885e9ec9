package dev.flywheel.model.bundle;

import dev.flywheel.contracts.artifact.Digest;

/// Why a bundle can't be used.
public abstract sealed class BundleException extends RuntimeException {

    private BundleException(String message) {
        super(message);
    }

    /// A file's bytes are not those that the manifest names.
    public static final class Corrupt extends BundleException {

        private final String file;

        Corrupt(String file, Digest expected, Digest actual) {
            super("Bundle file '%s' has SHA-256 %s, expected %s".formatted(file, actual, expected));
            this.file = file;
        }

        public String file() {
            return file;
        }
    }

    /// A file is missing, or is there without being named.
    public static final class Incomplete extends BundleException {

        Incomplete(String message) {
            super(message);
        }
    }

    /// A file is larger than a bundle may hold.
    public static final class TooLarge extends BundleException {

        TooLarge(String file, long bytes, long limit) {
            super("Bundle file '%s' has %d bytes, at most %d".formatted(file, bytes, limit));
        }
    }

    /// A file is whole, but its content is not what belongs there.
    public static final class Malformed extends BundleException {

        Malformed(String file, String reason) {
            super("Bundle file '%s' can't be read: %s".formatted(file, reason));
        }
    }

    /// This machine computes another score than training did.
    public static final class GoldenRowMismatch extends BundleException {

        GoldenRowMismatch(int row, double expected, double actual) {
            super(
                    "Golden row %d scored %s here and %s in training"
                            .formatted(row, actual, expected));
        }
    }

    /// The bundle holds a graph that was made elsewhere where a scoring plan is needed.
    public static final class NoPlan extends BundleException {

        NoPlan() {
            super(
                    "The bundle holds an ONNX graph that was made elsewhere, and no scoring plan:"
                            + " only a runtime for ONNX can score it");
        }
    }
}
