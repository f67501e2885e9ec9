package dev.flywheel.registry.artifact;

import dev.flywheel.registry.naming.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A relative path below the artifact proxy, such as `1/<run>/artifacts/bundle/model.pb`, that
/// leads nowhere else.
public record ArtifactPath(String value) {

    private static final int LONGEST = 1_000;
    private static final String PROXY = "mlflow-artifacts:/";

    public ArtifactPath {
        if (value.isEmpty() || value.length() > LONGEST || !isSafe(value)) {
            throw new InvalidValueException("Invalid path");
        }
    }

    /// The path that a URI of the artifact proxy means; empty for every other URI.
    public static Optional<ArtifactPath> ofUri(String uri) {
        if (!uri.startsWith(PROXY)) {
            return Optional.empty();
        }
        String rest = uri.substring(PROXY.length());
        if (rest.startsWith("/")) {
            rest = rest.substring(rest.indexOf('/', 1) + 1);
        }
        return Optional.of(new ArtifactPath(withoutTrailingSlash(rest)));
    }

    /// The proxy's URI of this path.
    public String uri() {
        return PROXY + value;
    }

    public ArtifactPath child(String relative) {
        return new ArtifactPath(value + "/" + relative);
    }

    /// What precedes the paths of every file below this directory.
    public String directoryPrefix() {
        return value + "/";
    }

    /// The directories that this path lies in, the nearest first.
    public List<String> above() {
        List<String> directories = new ArrayList<>();
        for (int slash = value.lastIndexOf('/');
                slash > 0;
                slash = value.lastIndexOf('/', slash - 1)) {
            directories.add(value.substring(0, slash));
        }
        return directories;
    }

    /// This directory, and those that it lies in.
    public List<String> andAbove() {
        return Stream.concat(Stream.of(value), above().stream()).toList();
    }

    private static boolean isSafe(String value) {
        if (value.indexOf('\\') >= 0
                || value.indexOf('%') >= 0
                || value.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        return List.of(value.split("/", -1)).stream().allMatch(ArtifactPath::isName);
    }

    private static boolean isName(String segment) {
        return !segment.isBlank() && !segment.equals(".") && !segment.equals("..");
    }

    private static String withoutTrailingSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public String toString() {
        return value;
    }
}
