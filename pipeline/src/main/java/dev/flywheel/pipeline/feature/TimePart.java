package dev.flywheel.pipeline.feature;

import java.time.ZonedDateTime;
import java.util.Locale;

/// A part of an instant that a model can learn from.
public enum TimePart {
    /// 0 to 24, with its minutes as a fraction.
    HOUR_OF_DAY,
    /// 1 is Monday, 7 is Sunday.
    DAY_OF_WEEK,
    /// 1 to 31.
    DAY_OF_MONTH,
    /// 1 to 12.
    MONTH;

    /// As the pipeline file spells it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    double of(ZonedDateTime time) {
        return switch (this) {
            case HOUR_OF_DAY -> time.toLocalTime().toSecondOfDay() / 3600.0;
            case DAY_OF_WEEK -> time.getDayOfWeek().getValue();
            case DAY_OF_MONTH -> time.getDayOfMonth();
            case MONTH -> time.getMonthValue();
        };
    }
}
