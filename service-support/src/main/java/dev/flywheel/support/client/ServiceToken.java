package dev.flywheel.support.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The token in a file, read again whenever the file changes, so that it can be renewed in place.
final class ServiceToken {

    private final @Nullable Path file;
    private volatile @Nullable Read read;

    ServiceToken(@Nullable Path file) {
        this.file = file;
    }

    Optional<String> value() {
        Path path = file;
        if (path == null) {
            return Optional.empty();
        }
        try {
            FileTime modified = Files.getLastModifiedTime(path);
            Read last = read;
            if (last == null || !last.modified().equals(modified)) {
                last = new Read(modified, Files.readString(path).strip());
                read = last;
            }
            return Optional.of(last.token());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "FLYWHEEL_SERVICE_TOKEN_FILE names " + path + ", which can't be read", e);
        }
    }

    private record Read(FileTime modified, String token) {}
}
