package dev.flywheel.model.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an archive tells of a version beside its bundle: `version.json`.
///
/// @param registry the name of the registry that the archive comes from
/// @param version its number there
/// @param createdBy who registered it
/// @param tags without those of the gate
/// @param gate null if nobody judged it
/// @param run null if the version names none
public record ArchivedVersion(
        int format,
        String registry,
        String model,
        int version,
        @Nullable String description,
        Instant createdAt,
        String createdBy,
        Map<String, String> tags,
        @Nullable Verdict gate,
        @Nullable LoggedRun run) {

    public static final int FORMAT = 1;

    /// The gate's verdict as its tags have it.
    ///
    /// @param reasons why, as training wrote it; null if there are none
    public record Verdict(String verdict, @Nullable String reasons) {}

    /// What the run that made the version logged.
    ///
    /// @param metrics the latest point of each
    public record LoggedRun(
            String id, String name, Map<String, String> params, List<Point> metrics) {}

    /// A point of a metric.
    ///
    /// @param timestamp milliseconds, as the run logged it
    public record Point(String key, double value, long timestamp, long step) {}
}
