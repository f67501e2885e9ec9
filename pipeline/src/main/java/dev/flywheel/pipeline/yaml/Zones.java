package dev.flywheel.pipeline.yaml;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Time zones as files spell them: `Europe/Berlin`, `+01:00`.
final class Zones {

    static final String EXPECTED = "a time zone such as Europe/Berlin or +01:00";

    private Zones() {}

    /// The zone that somebody probably meant: by its city alone, or by nearly its name.
    static @Nullable String like(String word) {
        Set<String> zones = new TreeSet<>(ZoneId.getAvailableZoneIds());
        String city = "/" + word.toLowerCase(Locale.ROOT).replace(' ', '_');
        return zones.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
                .findFirst()
                .orElseGet(() -> Spelling.nearest(word, zones));
    }
}
