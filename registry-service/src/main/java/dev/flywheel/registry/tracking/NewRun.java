package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client asks for when it starts a run.
///
/// @param name may stand in the tag `mlflow.runName` instead
/// @param startTime milliseconds, as the client sent it
public record NewRun(
        String experimentId,
        @Nullable String name,
        String userId,
        @Nullable Long startTime,
        List<Tag> tags) {

    static final String NAME_TAG = "mlflow.runName";

    public NewRun {
        Optional<String> tagged = nameIn(tags);
        if (name != null && !name.isEmpty() && tagged.isPresent() && !tagged.get().equals(name)) {
            throw new InvalidValueException(
                    "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='%s', mlflow.runName='%s')."
                            .formatted(name, tagged.get()));
        }
    }

    /// The name asked for, or one made of the id.
    String nameOr(String id) {
        if (name != null && !name.isEmpty()) {
            return name;
        }
        return nameIn(tags).orElse("run-" + id.substring(0, 8));
    }

    static Optional<String> nameIn(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> tag.key().equals(NAME_TAG))
                .map(Tag::value)
                .filter(value -> !value.isEmpty())
                .reduce((_, last) -> last);
    }
}
