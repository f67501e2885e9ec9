package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ArtifactNotFoundException;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// A store that still finds what was stored when all services had one area together. Nothing is
/// added there, and no sweep sees it; what is deleted is deleted in both.
record WithEarlierArtifacts(ArtifactStore now, ArtifactStore earlier) implements ArtifactStore {

    @Override
    public Incoming receive(InputStream content) throws IOException {
        return now.receive(content);
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        try {
            return now.open(digest);
        } catch (ArtifactNotFoundException _) {
            return earlier.open(digest);
        }
    }

    @Override
    public Optional<Item> find(Digest digest) throws IOException {
        Optional<Item> found = now.find(digest);
        return found.isPresent() ? found : earlier.find(digest);
    }

    @Override
    public Stream<Item> items() throws IOException {
        return now.items();
    }

    @Override
    public void delete(Digest digest) throws IOException {
        now.delete(digest);
        earlier.delete(digest);
    }

    @Override
    public void tidy(Instant before) throws IOException {
        now.tidy(before);
        earlier.tidy(before);
    }
}
