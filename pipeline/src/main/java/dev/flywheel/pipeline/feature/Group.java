package dev.flywheel.pipeline.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The features that share a state: those by one entity, or by one combination of entities.
///
/// @param index position in [FeatureSet#groups]
/// @param name such as `user` or `user+item`
/// @param entities names of entities, in the order of the declaration
/// @param keyFields the members of an event that hold their keys, in the same order
public record Group(int index, String name, List<String> entities, List<String> keyFields) {

    public Group {
        entities = List.copyOf(entities);
        keyFields = List.copyOf(keyFields);
    }

    /// The key of a state in the online topic, such as `user:U1` or `user+item:U1|A13`; `|` and `\`
    /// within a key of several are escaped with `\`.
    ///
    /// @return null if a key is missing
    public @Nullable String stateKey(Map<String, String> keysByEntity) {
        List<String> keys = new ArrayList<>(entities.size());
        for (String entity : entities) {
            String key = keysByEntity.get(entity);
            if (key == null) {
                return null;
            }
            keys.add(key);
        }
        return stateKey(keys);
    }

    /// The same from the keys in the order of [#entities].
    public String stateKey(List<String> keys) {
        if (keys.size() == 1) {
            return name + ":" + keys.getFirst();
        }
        return name + ":" + keys.stream().map(Group::escaped).collect(Collectors.joining("|"));
    }

    /// The keys within a state's key, in the order of [#entities].
    ///
    /// @throws IllegalArgumentException if it is no key of this group
    public List<String> keys(String stateKey) {
        if (!stateKey.startsWith(name + ":")) {
            throw new IllegalArgumentException(
                    "'%s' is no key of the group %s".formatted(stateKey, name));
        }
        String text = stateKey.substring(name.length() + 1);
        List<String> keys = entities.size() == 1 ? List.of(text) : split(text);
        if (keys.size() != entities.size()) {
            throw new IllegalArgumentException(
                    "'%s' has %d keys, not those of %s".formatted(stateKey, keys.size(), name));
        }
        return keys;
    }

    private static List<String> split(String text) {
        List<String> keys = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '|') {
                keys.add(key.toString());
                key.setLength(0);
            } else {
                boolean escapes = c == '\\' && i + 1 < text.length();
                key.append(escapes ? text.charAt(++i) : c);
            }
        }
        keys.add(key.toString());
        return keys;
    }

    private static String escaped(String key) {
        if (key.indexOf('|') < 0 && key.indexOf('\\') < 0) {
            return key;
        }
        return key.replace("\\", "\\\\").replace("|", "\\|");
    }
}
