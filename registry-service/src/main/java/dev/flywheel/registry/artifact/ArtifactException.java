package dev.flywheel.registry.artifact;

import dev.flywheel.contracts.artifact.Digest;

/// Why a file could not be stored or found.
public abstract sealed class ArtifactException extends RuntimeException {

    private ArtifactException(String message) {
        super(message);
    }

    /// No file lies at the path.
    public static final class NoSuchArtifactException extends ArtifactException {

        public NoSuchArtifactException(String path) {
            super("No such artifact: '" + path + "'");
        }
    }

    /// The file belongs to the bundle of a version, which never changes.
    public static final class ArtifactSealedException extends ArtifactException {

        public ArtifactSealedException(String path) {
            super(
                    "The file '%s' belongs to a model version and cannot be replaced or deleted. Log a new run, or delete the version."
                            .formatted(path));
        }
    }

    /// More bytes came than one file may have.
    public static final class ArtifactTooLargeException extends ArtifactException {

        private final long limit;

        public ArtifactTooLargeException(long limit) {
            super("An artifact may have at most %d bytes.".formatted(limit));
            this.limit = limit;
        }

        public long limit() {
            return limit;
        }
    }

    /// Other bytes came than the client said.
    public static final class WrongDigestException extends ArtifactException {

        public WrongDigestException(Digest expected, Digest actual) {
            super(
                    "The upload has SHA-256 %s, and its header says %s. Nothing was stored."
                            .formatted(actual, expected));
        }
    }
}
