package dev.flywheel.contracts.artifact;

import java.io.IOException;

/// Nothing is stored under a digest.
public final class ArtifactNotFoundException extends IOException {

    private final transient Digest digest;

    public ArtifactNotFoundException(Digest digest) {
        super("No artifact with SHA-256 " + digest);
        this.digest = digest;
    }

    public Digest digest() {
        return digest;
    }
}
