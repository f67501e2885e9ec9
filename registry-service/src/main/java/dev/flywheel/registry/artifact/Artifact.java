package dev.flywheel.registry.artifact;

import dev.flywheel.contracts.artifact.Digest;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/// The file that lies at a path now: its digest and size, and whether it may still be replaced.
@Entity
public class Artifact {

    @Id private String path;
    private String digest;
    private long bytes;
    private boolean sealed;
    private Instant storedAt;

    @SuppressWarnings("NullAway.Init")
    protected Artifact() {}

    /// Puts other bytes in this file's place.
    void replace(Digest newDigest, long newBytes, Instant at) {
        if (digest.equals(newDigest.hex())) {
            return;
        }
        if (sealed) {
            throw new ArtifactException.ArtifactSealedException(path);
        }
        digest = newDigest.hex();
        bytes = newBytes;
        storedAt = at;
    }

    /// From now on this path keeps these bytes: a version's checksums name them.
    public void seal() {
        sealed = true;
    }

    public boolean isSealed() {
        return sealed;
    }

    public String path() {
        return path;
    }

    public Digest digest() {
        return new Digest(digest);
    }

    public long bytes() {
        return bytes;
    }

    /// When these bytes came.
    public Instant storedAt() {
        return storedAt;
    }
}
