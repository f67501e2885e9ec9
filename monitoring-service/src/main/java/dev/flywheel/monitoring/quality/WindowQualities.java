package dev.flywheel.monitoring.quality;

import dev.flywheel.contracts.Json;
import dev.flywheel.monitoring.window.Spans.Span;
import dev.flywheel.monitoring.window.WindowGrid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The quality of every window whose label window has closed.
@Repository
public class WindowQualities {

    private final JdbcClient jdbc;

    public WindowQualities(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds to a window's quality, which is made if there is none yet.
    public void add(
            String pipeline, int version, WindowGrid grid, Instant start, QualityCounts more) {
        QualityCounts sum =
                jdbc.sql(
                                """
                                select counts from window_quality where pipeline = :pipeline
                                and version = :version and start_at = :start for update
                                """)
                        .param("pipeline", pipeline)
                        .param("version", version)
                        .param("start", utc(start))
                        .query(String.class)
                        .optional()
                        .map(WindowQualities::read)
                        .filter(before -> before.k() == more.k())
                        .map(before -> before.plus(more))
                        .orElse(more);
        jdbc.sql(
                        """
                        insert into window_quality (pipeline, version, start_at, end_at, counts)
                        values (:pipeline, :version, :start, :end, :counts)
                        on conflict (pipeline, version, start_at) do update
                        set counts = excluded.counts
                        """)
                .param("pipeline", pipeline)
                .param("version", version)
                .param("start", utc(start))
                .param("end", utc(start.plus(grid.every())))
                .param("counts", new String(Json.bytes(sum), StandardCharsets.UTF_8))
                .update();
    }

    /// The windows of a version from an instant on, in time's order.
    ///
    /// @param from null for the beginning
    public List<Span<QualityCounts>> after(String pipeline, int version, @Nullable Instant from) {
        return jdbc.sql(
                        """
                        select start_at, end_at, counts from window_quality
                        where pipeline = :pipeline and version = :version
                        and start_at >= coalesce(:from::timestamptz, '-infinity')
                        order by start_at
                        """)
                .param("pipeline", pipeline)
                .param("version", version)
                .param("from", from == null ? null : utc(from))
                .query((row, _) ->
                        new Span<>(
                                row.getObject("start_at", OffsetDateTime.class).toInstant(),
                                row.getObject("end_at", OffsetDateTime.class).toInstant(),
                                read(row.getString("counts")),
                                1))
                .list();
    }

    public List<Integer> versions(String pipeline) {
        return jdbc.sql(
                        "select distinct version from window_quality where pipeline = :pipeline"
                                + " order by version")
                .param("pipeline", pipeline)
                .query((row, _) -> row.getInt(1))
                .list();
    }

    private static QualityCounts read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), QualityCounts.class);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
