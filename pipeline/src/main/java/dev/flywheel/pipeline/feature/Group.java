package dev.flywheel.pipeline.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The features that share a state: those by one entity, or by one combination of entities and
/// values of features.
///
/// @param index position in [FeatureSet#groups]; greater than those of the groups whose states tell
///   the values that it is keyed by
/// @param name such as `user` or `user+item` or `user_last_item+item`
/// @param by names of entities and features, in the order of the declaration
/// @param ofEntities whether all of them are entities
public record Group(int index, String name, List<String> by, boolean ofEntities) {

    public Group {
        by = List.copyOf(by);
    }

    /// Whether its states are those of that entity alone.
    public boolean isOf(String entity) {
        return ofEntities && by.equals(List.of(entity));
    }

    /// The key of a state in the online topic, such as `user:U1` or `user+item:U1|A13`; `|` and `\`
    /// within a key of several are escaped with `\`.
    ///
    /// @return null if a key is missing, as it is for what is keyed by features
    public @Nullable String stateKey(Map<String, String> keysByEntity) {
        List<String> keys = new ArrayList<>(by.size());
        for (String entity : by) {
            String key = ofEntities ? keysByEntity.get(entity) : null;
            if (key == null) {
                return null;
            }
            keys.add(key);
        }
        return stateKey(keys);
    }

    /// The same from the keys in the order of [#by].
    public String stateKey(List<String> keys) {
        if (keys.size() == 1) {
            return name + ":" + keys.getFirst();
        }
        StringBuilder key = new StringBuilder(name).append(':').append(escaped(keys.getFirst()));
        for (int i = 1; i < keys.size(); i++) {
            key.append('|').append(escaped(keys.get(i)));
        }
        return key.toString();
    }

    /// The keys within a state's key, in the order of [#by].
    ///
    /// @throws IllegalArgumentException if it is no key of this group
    public List<String> keys(String stateKey) {
        if (!stateKey.startsWith(name + ":")) {
            throw new IllegalArgumentException(
                    "'%s' is no key of the group %s".formatted(stateKey, name));
        }
        String text = stateKey.substring(name.length() + 1);
        List<String> keys = by.size() == 1 ? List.of(text) : split(text);
        if (keys.size() != by.size()) {
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
