package dev.flywheel.registry.artifact;

import dev.flywheel.contracts.artifact.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/// Stores, finds and lists the files below the artifact proxy.
@Component
public class ArtifactIndex {

    private final ArtifactStore store;
    private final Artifacts artifacts;
    private final SweepLedger ledger;
    private final TransactionOperations transactions;
    private final Clock clock;

    ArtifactIndex(
            ArtifactStore store,
            Artifacts artifacts,
            SweepLedger ledger,
            TransactionOperations transactions,
            Clock clock) {
        this.store = store;
        this.artifacts = artifacts;
        this.ledger = ledger;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Stores a file in bounded memory and puts it at the path, in place of any other; no
    /// transaction is open while the bytes arrive.
    ///
    /// @param told what the client says the bytes are
    /// @param limit the greatest number of bytes
    public void put(ArtifactPath path, InputStream content, ContentDigest told, long limit)
            throws IOException {
        try (ArtifactStore.Incoming incoming = store.receive(new LimitedStream(content, limit))) {
            told.require(incoming.stored().digest());
            incoming.keep();
            transactions.executeWithoutResult(_ -> place(path, incoming));
        }
    }

    /// Stores bytes that no path names yet: they may be swept before one does, and [#place] then
    /// stores them again.
    ///
    /// @param limit the greatest number of bytes
    public ArtifactStore.Incoming receive(InputStream content, long limit) throws IOException {
        ArtifactStore.Incoming incoming = store.receive(new LimitedStream(content, limit));
        try {
            incoming.keep();
            return incoming;
        } catch (IOException | RuntimeException e) {
            incoming.close();
            throw e;
        }
    }

    /// Puts bytes at a path, in place of any others, in the caller's transaction.
    @Transactional
    public void place(ArtifactPath path, ArtifactStore.Incoming incoming) {
        ArtifactStore.Stored stored = incoming.stored();
        ledger.keep(stored.digest());
        keepAgainIfSwept(incoming);
        artifacts.insertOrLock(
                path.value(), stored.digest().hex(), stored.bytes(), clock.instant());
        artifacts.lock(path.value()).replace(stored.digest(), stored.bytes(), clock.instant());
    }

    @Transactional(readOnly = true)
    public Artifact find(ArtifactPath path) {
        return artifacts
                .findByPath(path.value())
                .orElseThrow(() -> new ArtifactException.NoSuchArtifactException(path.value()));
    }

    /// Opens a file's bytes; the caller closes the stream.
    public InputStream open(Artifact artifact) throws IOException {
        return store.open(artifact.digest());
    }

    /// What lies directly below a directory, in the order of the names; below the root without one.
    @Transactional(readOnly = true)
    public List<Entry> list(Optional<ArtifactPath> directory) {
        String prefix = directory.map(ArtifactPath::directoryPrefix).orElse("");
        Map<String, Entry> entries = new TreeMap<>();
        for (Artifact file : artifacts.findBetween(prefix, after(prefix))) {
            Entry entry = Entry.below(prefix, file);
            entries.putIfAbsent(entry.name(), entry);
        }
        return List.copyOf(entries.values());
    }

    /// The files below a directory, in the order of their paths.
    @Transactional(readOnly = true)
    public List<Artifact> below(ArtifactPath directory) {
        String prefix = directory.directoryPrefix();
        return artifacts.findBetween(prefix, after(prefix));
    }

    /// The files below a directory, which nobody replaces before the caller's transaction ends.
    @Transactional
    public List<Artifact> lockBelow(ArtifactPath directory) {
        String prefix = directory.directoryPrefix();
        return artifacts.findForUpdateBetween(prefix, after(prefix));
    }

    /// Takes the sealed files below a directory out of the index, as no version has them any more.
    /// Bytes that no path has are swept later.
    ///
    /// @param kept directories whose files stay
    @Transactional
    public void release(ArtifactPath directory, Collection<ArtifactPath> kept) {
        List<String> released =
                lockBelow(directory).stream()
                        .filter(Artifact::isSealed)
                        .map(Artifact::path)
                        .filter(path ->
                                kept.stream()
                                        .noneMatch(
                                                other -> path.startsWith(other.directoryPrefix())))
                        .toList();
        artifacts.deleteAll(released);
    }

    /// Deletes the file at a path, or all files below it.
    ///
    /// @throws ArtifactException.ArtifactSealedException if one of them belongs to a version; then
    ///   nothing is deleted
    @Transactional
    public void delete(ArtifactPath path) {
        List<Artifact> files = new ArrayList<>(lockBelow(path));
        artifacts
                .findByPath(path.value())
                .map(file -> artifacts.lock(file.path()))
                .ifPresent(files::add);
        if (files.isEmpty()) {
            throw new ArtifactException.NoSuchArtifactException(path.value());
        }
        files.stream()
                .filter(Artifact::isSealed)
                .findFirst()
                .ifPresent(sealed -> {
                    throw new ArtifactException.ArtifactSealedException(sealed.path());
                });
        artifacts.deleteAll(files.stream().map(Artifact::path).toList());
    }

    private void keepAgainIfSwept(ArtifactStore.Incoming incoming) {
        try {
            if (store.find(incoming.stored().digest()).isEmpty()) {
                incoming.keep();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first path, in the order of code points, that no longer has the prefix.
    private static String after(String prefix) {
        if (prefix.isEmpty()) {
            return "\uDBFF\uDFFF";
        }
        return prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
    }

    /// A file or a directory in a listing.
    ///
    /// @param bytes 0 for a directory
    public record Entry(String name, boolean isDirectory, long bytes) {

        private static Entry below(String prefix, Artifact file) {
            String rest = file.path().substring(prefix.length());
            int slash = rest.indexOf('/');
            return slash < 0
                    ? new Entry(rest, false, file.bytes())
                    : new Entry(rest.substring(0, slash), true, 0);
        }
    }
}
