package dev.flywheel.feature.archive;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Instants as PostgreSQL has them: in microseconds, from year 1 to year 9999.
final class Times {

    private static final OffsetDateTime FIRST = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    private static final OffsetDateTime LAST = OffsetDateTime.parse("9999-12-31T00:00:00Z");

    private Times() {}

    static OffsetDateTime sql(Instant instant) {
        if (instant.isBefore(FIRST.toInstant())) {
            return FIRST;
        }
        return instant.isAfter(LAST.toInstant()) ? LAST : instant.atOffset(ZoneOffset.UTC);
    }

    static OffsetDateTime lower(@Nullable Instant instant) {
        return instant == null ? FIRST : sql(instant);
    }

    static OffsetDateTime upper(@Nullable Instant instant) {
        return instant == null ? LAST : sql(instant);
    }
}
