package dev.flywheel.registry.model;

import dev.flywheel.registry.naming.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// MLflow's stages. A version is in Production as long as it is the champion, and only then.
public enum Stage {
    NONE,
    STAGING,
    PRODUCTION,
    ARCHIVED;

    /// The stages whose versions a transition may archive.
    private static final List<Stage> ACTIVE = List.of(STAGING, PRODUCTION);

    /// The stage of that name, in any case.
    public static Stage of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(stage -> stage.name().toLowerCase(Locale.ROOT).equals(lower))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidValueException(
                                "Invalid Model Version stage: %s. Value must be one of %s."
                                        .formatted(name, words(List.of(values())))));
    }

    /// The stage as MLflow writes it, such as `Staging`.
    public String word() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /// Refuses a stage whose versions are no longer in use, when others are to make room for one.
    public void requireActive() {
        if (!ACTIVE.contains(this)) {
            throw new InvalidValueException(
                    "Model version transition cannot archive existing model versions because '%s' is not an Active stage. Valid stages are %s"
                            .formatted(word(), words(ACTIVE)));
        }
    }

    private static String words(List<Stage> stages) {
        return stages.stream().map(Stage::word).collect(Collectors.joining(", "));
    }
}
