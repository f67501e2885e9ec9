package dev.flywheel.feature.erased;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of one pipeline that were erased. What names one of them is refused from then on,
/// however it arrives: a file that is imported again, an event that is sent or replayed late.
///
/// Immutable. As long as nothing was erased, a question costs nothing; then a hash a key.
public final class ErasedKeys {

    /// Nothing was erased.
    public static final ErasedKeys NONE = new ErasedKeys(new byte[0], List.of());

    private final byte[] salt;
    private final Map<String, String> keyFields = new HashMap<>();
    private final Set<String> hashes = new HashSet<>();

    ErasedKeys(byte[] salt, List<Erased> erased) {
        this.salt = salt.clone();
        for (Erased one : erased) {
            keyFields.put(one.entity(), one.keyField());
            hashes.add(one.hash());
        }
    }

    /// An erased key.
    ///
    /// @param keyField under which events carry the entity's key, such as `user_id`
    record Erased(String entity, String keyField, String hash) {}

    public int size() {
        return hashes.size();
    }

    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    /// The names of the entities of which a key was erased.
    public Set<String> entities() {
        return Set.copyOf(keyFields.keySet());
    }

    /// The hash of a key that was erased; null if it was not.
    public @Nullable String find(String entity, String key) {
        if (!keyFields.containsKey(entity)) {
            return null;
        }
        String hash = KeyHash.of(salt, entity, key);
        return hashes.contains(hash) ? hash : null;
    }

    /// Whether an event names an erased key.
    public boolean cover(Event event) {
        for (Map.Entry<String, String> entity : keyFields.entrySet()) {
            String key = event.text(entity.getValue());
            if (key != null && find(entity.getKey(), key) != null) {
                return true;
            }
        }
        return false;
    }

    public boolean cover(EntityVersion version) {
        return find(version.entity(), version.key()) != null;
    }
}
