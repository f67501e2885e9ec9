package dev.flywheel.registry.model;

import dev.flywheel.registry.naming.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Models and versions for tests.
public final class ModelFixtures {

    private static final Instant CREATED = Instant.parse("2008-08-13T00:00:00Z");

    private ModelFixtures() {}

    public static RegisteredModel aRegisteredModel() {
        return new RegisteredModel(new NewModel("clicks", null, "ada", List.of()), CREATED);
    }

    /// A version with tags, given as keys and values by turns.
    public static ModelVersion aVersion(String... keysAndValues) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tags.add(new Tag(keysAndValues[i], keysAndValues[i + 1]));
        }
        return new ModelVersion(
                aRegisteredModel(),
                new NewVersion(
                        "clicks", "s3://bucket/x", Optional.empty(), null, null, null, "ada", tags),
                CREATED);
    }

    /// A refusal of each kind.
    public static List<ModelException> everyRefusal() {
        return List.of(
                new ModelException.ModelNotFoundException("clicks"),
                new ModelException.ModelExistsException("clicks"),
                new ModelException.VersionNotFoundException("clicks", 3),
                new ModelException.AliasNotFoundException("champion"),
                new ModelException.NameKeptException("clicks"),
                new ModelException.ModelServesException("clicks", 3),
                new ModelException.VersionServesException("clicks", 3),
                new ModelException.TagWrittenOnceException("clicks", 3, "flywheel.gate", "failed"));
    }
}
