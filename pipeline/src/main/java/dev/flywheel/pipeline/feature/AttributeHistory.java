package dev.flywheel.pipeline.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last versions of an entity's attributes, by the instant from which they are valid.
///
/// Of two versions with the same instant the one that arrived later replaces the other.
final class AttributeHistory {

    /// Enough for any lateness; older versions are forgotten.
    static final int KEPT = 16;

    private final List<Version> versions = new ArrayList<>(1);

    void put(Instant validFrom, Map<String, Object> attributes) {
        int i = versions.size();
        while (i > 0 && versions.get(i - 1).validFrom.isAfter(validFrom)) {
            i--;
        }
        Version version = new Version(validFrom, attributes);
        if (i > 0 && versions.get(i - 1).validFrom.equals(validFrom)) {
            versions.set(i - 1, version);
            return;
        }
        versions.add(i, version);
        if (versions.size() > KEPT) {
            versions.removeFirst();
        }
    }

    @Nullable Object find(String attribute, Instant at) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            Version version = versions.get(i);
            if (!version.validFrom.isAfter(at)) {
                return version.attributes.get(attribute);
            }
        }
        return null;
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    void write(StateWriter out) {
        out.writeLong(versions.size());
        for (Version version : versions) {
            out.writeInstant(version.validFrom);
            out.writeLong(version.attributes.size());
            version.attributes.forEach((name, value) -> {
                out.writeText(name);
                out.writeValue(value);
            });
        }
    }

    void read(StateReader in) {
        versions.clear();
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            Instant validFrom = in.readInstant();
            int count = in.readSize();
            Map<String, Object> attributes = LinkedHashMap.newLinkedHashMap(count);
            for (int j = 0; j < count; j++) {
                String name = in.readText();
                Object value = in.readValue();
                if (value != null) {
                    attributes.put(name, value);
                }
            }
            versions.add(new Version(validFrom, attributes));
        }
    }

    private record Version(Instant validFrom, Map<String, Object> attributes) {}
}
