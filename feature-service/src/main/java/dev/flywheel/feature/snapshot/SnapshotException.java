package dev.flywheel.feature.snapshot;

import java.util.List;

/// A snapshot that cannot be made or found.
public abstract sealed class SnapshotException extends RuntimeException {

    private SnapshotException(String message) {
        super(message);
    }

    /// No snapshot has that id.
    public static final class NotFound extends SnapshotException {

        public NotFound(String pipeline, String id) {
            super("The pipeline %s has no snapshot '%s'".formatted(pipeline, id));
        }
    }

    /// The request contradicts itself or the archive.
    public static final class BadRequest extends SnapshotException {

        private final List<String> errors;

        public BadRequest(List<String> errors) {
            super(String.join("; ", errors));
            this.errors = List.copyOf(errors);
        }

        public List<String> errors() {
            return errors;
        }
    }

    /// It can't be made of this archive and this pipeline, however often it is tried.
    public static final class Impossible extends SnapshotException {

        public Impossible(String message) {
            super(message);
        }
    }
}
