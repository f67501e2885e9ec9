package dev.flywheel.contracts.artifact;

import java.io.IOException;

/// The bytes under a digest are not those that were stored.
public final class CorruptArtifactException extends IOException {

    private final transient Digest expected;
    private final transient Digest actual;

    public CorruptArtifactException(Digest expected, Digest actual) {
        super("The artifact with SHA-256 %s now has %s".formatted(expected, actual));
        this.expected = expected;
        this.actual = actual;
    }

    public Digest expected() {
        return expected;
    }

    public Digest actual() {
        return actual;
    }
}
