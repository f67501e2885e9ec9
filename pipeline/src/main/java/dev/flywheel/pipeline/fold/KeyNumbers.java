package dev.flywheel.pipeline.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers for the keys that one entity or feature has, in the order in which they came.
///
/// It remembers the key that was asked for last, as one place asks for the same key for many
/// states. Single-threaded.
final class KeyNumbers {

    static final int UNKNOWN = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private @Nullable String latest;
    private int numberOfLatest = UNKNOWN;

    /// The key's number, or [#UNKNOWN].
    int find(String key) {
        if (!isLatest(key)) {
            numberOfLatest = numbers.getOrDefault(key, UNKNOWN);
            latest = key;
        }
        return numberOfLatest;
    }

    /// The key's number, which it is given now if it has none.
    int numberOf(String key) {
        if (find(key) == UNKNOWN) {
            numberOfLatest = keys.size();
            numbers.put(key, numberOfLatest);
            keys.add(key);
        }
        return numberOfLatest;
    }

    String key(int number) {
        return keys.get(number);
    }

    @SuppressWarnings({
        "StringEquality",
        "ReferenceEquality"
    }) // the very same object is meant, as that is faster to tell
    private boolean isLatest(String key) {
        return key == latest;
    }
}
