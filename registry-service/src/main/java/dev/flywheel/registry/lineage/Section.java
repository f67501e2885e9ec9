package dev.flywheel.registry.lineage;

import dev.flywheel.contracts.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A part of a lineage, of members that are known.
final class Section {

    private final ObjectNode members = Json.MAPPER.createObjectNode();

    /// Adds a member, unless its value is null, absent or empty.
    Section put(String name, @Nullable Object value) {
        JsonNode node = value instanceof JsonNode json ? json : Json.MAPPER.valueToTree(value);
        boolean empty =
                node == null
                        || node.isNull()
                        || node.isMissingNode()
                        || (node.isContainer() && node.isEmpty());
        if (!empty) {
            members.set(name, node);
        }
        return this;
    }

    /// Adds a member of another object under its own name.
    Section take(JsonNode from, String name) {
        return put(name, from.path(name));
    }

    /// Adds entries in the order of their names.
    Section put(String name, Map<String, ?> entries) {
        return put(name, (Object) new TreeMap<>(entries));
    }

    /// Null if there is no member.
    @Nullable ObjectNode orNull() {
        return members.isEmpty() ? null : members;
    }

    ObjectNode json() {
        return members;
    }
}
