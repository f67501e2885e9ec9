package dev.flywheel.registry.model;

import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a client asks for when it registers a version.
///
/// @param source a URI; kept as it came, and given back as the download URI
/// @param bundle the directory that the source means, if the artifact proxy has it
public record NewVersion(
        String model,
        String source,
        Optional<ArtifactPath> bundle,
        @Nullable String runId,
        @Nullable String runLink,
        @Nullable String description,
        String userId,
        List<Tag> tags) {

    private static final String OURS = "flywheel.";
    private static final Pattern ENCODED = Pattern.compile("%([0-7][0-9a-f])");
    private static final int LONGEST_URI = 1_000;

    public NewVersion {
        Names.atMost(LONGEST_URI, "Model version source", source);
        if (runLink != null) {
            Names.atMost(LONGEST_URI, "Model version run link", runLink);
        }
        if (runId != null) {
            Names.runId(runId);
        }
        String decoded = decoded(source);
        if (decoded.contains("..")
                || decoded.indexOf('\\') >= 0
                || decoded.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "Invalid model version source: '%s'. It must not contain '..', backslashes or control characters."
                            .formatted(source));
        }
        if (!decoded.matches("[a-z][a-z0-9+.-]+:.*") || decoded.startsWith("file:")) {
            throw new InvalidValueException(
                    "Invalid model version source: '%s'. To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id."
                            .formatted(source));
        }
    }

    /// The source as whoever decodes it once or several times may read it.
    private static String decoded(String source) {
        String text = source.toLowerCase(Locale.ROOT);
        for (String once = decodedOnce(text); !once.equals(text); once = decodedOnce(text)) {
            text = once;
        }
        return text;
    }

    private static String decodedOnce(String text) {
        return ENCODED.matcher(text)
                .replaceAll(code ->
                        Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    /// Whether Flywheel's own training registers it, so that a bundle's manifest will come.
    boolean isFlywheels() {
        return tags.stream().anyMatch(tag -> tag.key().startsWith(OURS));
    }
}
