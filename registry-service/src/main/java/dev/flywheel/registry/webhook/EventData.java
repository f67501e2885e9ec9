package dev.flywheel.registry.webhook;

import dev.flywheel.registry.model.ModelChanged;
import dev.flywheel.registry.model.ModelChanged.ModelCreated;
import dev.flywheel.registry.model.ModelChanged.VersionCreated;
import dev.flywheel.registry.model.ModelChanged.VersionTagDeleted;
import dev.flywheel.registry.model.ModelChanged.VersionTagSet;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The `data` of a delivery, in MLflow's shapes: names in snake case, a version as a text.
sealed interface EventData {

    record OfModel(String name, Map<String, String> tags, @Nullable String description)
            implements EventData {}

    record OfVersion(
            String name,
            String version,
            String source,
            @Nullable String runId,
            Map<String, String> tags,
            @Nullable String description)
            implements EventData {}

    record OfTagSet(String name, String version, String key, String value) implements EventData {}

    record OfTagDeleted(String name, String version, String key) implements EventData {}

    record OfAliasCreated(String name, String alias, String version) implements EventData {}

    record OfAliasDeleted(String name, String alias) implements EventData {}

    /// What Flywheel alone tells of.
    record OfPromotion(
            String name,
            String version,
            @Nullable String fromVersion,
            String who,
            @Nullable String reason,
            boolean forced,
            @Nullable String approver)
            implements EventData {}

    static EventData of(ModelChanged changed) {
        return switch (changed) {
            case ModelCreated created ->
                    new OfModel(created.model(), map(created.tags()), created.description());
            case VersionCreated created ->
                    new OfVersion(
                            created.model(),
                            Integer.toString(created.version()),
                            created.source(),
                            created.runId(),
                            map(created.tags()),
                            created.description());
            case VersionTagSet set ->
                    new OfTagSet(
                            set.model(),
                            Integer.toString(set.version()),
                            set.tag().key(),
                            set.tag().value());
            case VersionTagDeleted deleted ->
                    new OfTagDeleted(
                            deleted.model(), Integer.toString(deleted.version()), deleted.key());
        };
    }

    /// What a test delivery carries.
    static EventData example(EventType type) {
        return switch (type) {
            case REGISTERED_MODEL_CREATED ->
                    new OfModel(
                            "example_model", Map.of("example_key", "example_value"), "An example");
            case MODEL_VERSION_CREATED ->
                    new OfVersion(
                            "example_model",
                            "1",
                            "runs:/abcd1234abcd5678/model",
                            "abcd1234abcd5678",
                            Map.of("example_key", "example_value"),
                            "An example");
            case MODEL_VERSION_TAG_SET ->
                    new OfTagSet("example_model", "1", "example_key", "example_value");
            case MODEL_VERSION_TAG_DELETED -> new OfTagDeleted("example_model", "1", "example_key");
            case MODEL_VERSION_ALIAS_CREATED ->
                    new OfAliasCreated("example_model", "example_alias", "1");
            case MODEL_VERSION_ALIAS_DELETED ->
                    new OfAliasDeleted("example_model", "example_alias");
            case MODEL_VERSION_PROMOTED,
                    MODEL_VERSION_ROLLED_BACK,
                    PROMOTION_REQUESTED,
                    PROMOTION_REJECTED,
                    PROMOTION_LAPSED ->
                    new OfPromotion(
                            "example_model", "2", "1", "somebody", "An example", false, null);
        };
    }

    private static Map<String, String> map(List<Tag> tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }
}
