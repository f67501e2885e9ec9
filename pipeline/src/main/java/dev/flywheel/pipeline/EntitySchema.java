package dev.flywheel.pipeline;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.yaml.Spelling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Decides which reference data about an entity a pipeline accepts.
///
/// Immutable, so safe for any number of threads.
public final class EntitySchema {

    private final EntitySpec entity;

    public EntitySchema(EntitySpec entity) {
        this.entity = entity;
    }

    /// Checks a parsed JSON object `{"key", "valid_from", "attributes": {...}}`.
    ///
    /// @param key from the path; null to take the member `key`
    /// @param now what `valid_from` is if it is absent
    public Checked<EntityVersion> check(Map<String, ?> json, @Nullable String key, Instant now) {
        ValueChecker checker = new ValueChecker();
        Set<String> members =
                key == null
                        ? Set.of("key", "valid_from", "attributes")
                        : Set.of("valid_from", "attributes");
        for (String name : json.keySet()) {
            if (!members.contains(name)) {
                refuseUnknown(checker, name, members);
            }
        }
        String named = key == null ? key(json, checker) : checker.key("key", key);
        Object rawFrom = json.get("valid_from");
        Instant validFrom = rawFrom == null ? now : checker.instant("valid_from", rawFrom);
        Map<String, Object> attributes = attributes(json.get("attributes"), checker);
        if (!checker.reasons().isEmpty() || named == null || validFrom == null) {
            return new Checked.Refused<>(checker.reasons());
        }
        return new Checked.Accepted<>(
                new EntityVersion(entity.name(), named, validFrom, attributes), false);
    }

    private static @Nullable String key(Map<String, ?> json, ValueChecker checker) {
        Object raw = json.get("key");
        if (raw == null) {
            checker.refuse("key", "is missing");
            return null;
        }
        return checker.key("key", raw);
    }

    private Map<String, Object> attributes(@Nullable Object raw, ValueChecker checker) {
        Map<String, Object> attributes = new TreeMap<>();
        if (!(raw instanceof Map<?, ?> map)) {
            checker.refuse("attributes", raw == null ? "is missing" : "is no object, but " + raw);
            return attributes;
        }
        map.forEach((rawName, value) -> {
            String name = String.valueOf(rawName);
            var type = entity.attributes().get(name);
            if (type == null) {
                refuseUnknown(checker, name, entity.attributes().keySet());
            } else if (value != null) {
                Object checked = checker.value(name, value, type);
                if (checked != null) {
                    attributes.put(name, checked);
                }
            }
        });
        return attributes;
    }

    private void refuseUnknown(ValueChecker checker, String name, Set<String> names) {
        String nearest = Spelling.nearest(name, names);
        String hint = nearest == null ? "" : "; did you mean '" + nearest + "'?";
        checker.refuse(
                name,
                "is not declared for %s, which has %s%s"
                        .formatted(entity.name(), List.copyOf(names), hint));
    }
}
