package dev.flywheel.support.artifact;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The place that all artifacts lie in.
public sealed interface ArtifactLocation {

    /// Reads `s3://bucket`, `s3://bucket/prefix` or a path.
    static ArtifactLocation of(String text) {
        return text.contains("://") ? Bucket.of(text) : new Directory(Path.of(text));
    }

    /// A directory that all services share.
    record Directory(Path path) implements ArtifactLocation {}

    /// A bucket, or a part of one.
    ///
    /// @param prefix of all keys; empty, or ending in a slash
    record Bucket(String name, String prefix) implements ArtifactLocation {

        private static final Pattern URI =
                Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*?))?/*");

        static Bucket of(String uri) {
            Matcher matcher = URI.matcher(uri);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "Artifacts lie in a directory or at s3://bucket/prefix, not at '%s'"
                                .formatted(uri));
            }
            String prefix = matcher.group(2);
            return new Bucket(
                    matcher.group(1), prefix == null || prefix.isEmpty() ? "" : prefix + "/");
        }
    }
}
