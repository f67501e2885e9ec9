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

    private final List<String> names;
    private final List<Version> versions = new ArrayList<>(1);

    /// Mostly the one that is asked for.
    private @Nullable Version newest;

    /// Holds nothing yet.
    ///
    /// @param names of the declared attributes, to find their values by position
    AttributeHistory(List<String> names) {
        this.names = names;
    }

    void put(Instant validFrom, Map<String, Object> attributes) {
        int i = versions.size();
        while (i > 0 && versions.get(i - 1).validFrom.isAfter(validFrom)) {
            i--;
        }
        Version version = version(validFrom, attributes);
        if (i > 0 && versions.get(i - 1).validFrom.equals(validFrom)) {
            versions.set(i - 1, version);
        } else {
            versions.add(i, version);
        }
        if (versions.size() > KEPT) {
            versions.removeFirst();
        }
        newest = versions.getLast();
    }

    @Nullable Object find(String attribute, Instant at) {
        Version version = validAt(at);
        return version == null ? null : version.attributes.get(attribute);
    }

    @Nullable Object find(int attribute, Instant at) {
        Version version = validAt(at);
        return version == null ? null : version.byPosition[attribute];
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
        newest = null;
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
            versions.add(version(validFrom, attributes));
            newest = versions.getLast();
        }
    }

    private @Nullable Version validAt(Instant at) {
        Version latest = newest;
        if (latest == null || !latest.validFrom.isAfter(at)) {
            return latest;
        }
        for (int i = versions.size() - 2; i >= 0; i--) {
            Version version = versions.get(i);
            if (!version.validFrom.isAfter(at)) {
                return version;
            }
        }
        return null;
    }

    private Version version(Instant validFrom, Map<String, Object> attributes) {
        @Nullable Object[] byPosition = new @Nullable Object[names.size()];
        for (int i = 0; i < byPosition.length; i++) {
            byPosition[i] = attributes.get(names.get(i));
        }
        return new Version(validFrom, attributes, byPosition);
    }

    private static final class Version {

        private final Instant validFrom;
        private final Map<String, Object> attributes;
        private final @Nullable Object[] byPosition;

        Version(Instant validFrom, Map<String, Object> attributes, @Nullable Object[] byPosition) {
            this.validFrom = validFrom;
            this.attributes = attributes;
            this.byPosition = byPosition;
        }
    }
}
