package dev.flywheel.training.dataset;

import dev.flywheel.contracts.artifact.Digest;

/// Why a snapshot can't be used.
public abstract sealed class DatasetException extends RuntimeException {

    private DatasetException(String message) {
        super(message);
    }

    private DatasetException(String message, Throwable cause) {
        super(message, cause);
    }

    /// A file's bytes are not those that the manifest names.
    public static final class Corrupt extends DatasetException {

        Corrupt(Digest expected, Digest actual) {
            super("A snapshot file has SHA-256 %s, expected %s".formatted(actual, expected));
        }
    }

    /// DuckDB could not answer, or must not be asked that.
    public static final class Unreadable extends DatasetException {

        Unreadable(String message) {
            super(message);
        }

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The feature service would not or could not make it.
    public static final class Refused extends DatasetException {

        Refused(String message) {
            super(message);
        }
    }
}
