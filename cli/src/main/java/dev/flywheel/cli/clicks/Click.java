package dev.flywheel.cli.clicks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A click of the clothing shop's file.
///
/// @param row its number in the file, the first after the header being 1
/// @param order its position in its session, from 1
/// @param category of its item, 1 to 4
/// @param location where the photo stood on the page, 1 to 6
/// @param dearer `price 2`: 1 if dearer than its category's mean, else 2
public record Click(
        long row,
        LocalDate date,
        int order,
        String country,
        String session,
        String category,
        String item,
        String colour,
        String location,
        String photography,
        int price,
        String dearer,
        int page) {

    private static final int SECONDS_PER_CLICK = 20;

    /// When it happened. The date is real; the time of day is made up, see [SyntheticTime].
    public Instant eventTime() {
        return date.atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plusSeconds(SyntheticTime.startOfSession(session))
                .plusSeconds((long) SECONDS_PER_CLICK * (order - 1));
    }
}
