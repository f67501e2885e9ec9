package dev.flywheel.monitoring.window;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// All windows, in PostgreSQL. Adding happens in the caller's transaction.
@Repository
public class ObservationWindows {

    private final JdbcClient jdbc;

    public ObservationWindows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds counts to a window, which is made if there is none yet.
    public void add(
            String pipeline, int version, WindowGrid grid, Instant start, WindowCounts more) {
        WindowCounts sum =
                jdbc.sql(
                                """
                                select counts from observation_window
                                where pipeline = :pipeline and version = :version
                                and start_at = :start for update
                                """)
                        .param("pipeline", pipeline)
                        .param("version", version)
                        .param("start", utc(start))
                        .query(byte[].class)
                        .optional()
                        .map(bytes -> CountsCodec.decode(bytes).plus(more))
                        .orElse(more);
        jdbc.sql(
                        """
                        insert into observation_window
                            (pipeline, version, start_at, end_at, predictions, counts)
                        values (:pipeline, :version, :start, :end, :predictions, :counts)
                        on conflict (pipeline, version, start_at) do update
                        set predictions = excluded.predictions, counts = excluded.counts
                        """)
                .param("pipeline", pipeline)
                .param("version", version)
                .param("start", utc(start))
                .param("end", utc(start.plus(grid.every())))
                .param("predictions", sum.predictions())
                .param("counts", CountsCodec.encode(sum))
                .update();
    }

    /// The windows of a version that lie between two instants, in time's order.
    ///
    /// @param from null for the beginning
    public List<ObservationWindow> between(
            String pipeline, int version, @Nullable Instant from, Instant to) {
        return jdbc.sql(
                        """
                        select version, start_at, end_at, counts from observation_window
                        where pipeline = :pipeline and version = :version
                        and start_at >= coalesce(:from::timestamptz, '-infinity') and end_at <= :to
                        order by start_at
                        """)
                .param("pipeline", pipeline)
                .param("version", version)
                .param("from", from == null ? null : utc(from))
                .param("to", utc(to))
                .query(ObservationWindows::window)
                .list();
    }

    /// The versions that have a window.
    public List<Integer> versions(String pipeline) {
        return jdbc.sql(
                        "select distinct version from observation_window where pipeline = :pipeline"
                                + " order by version")
                .param("pipeline", pipeline)
                .query((row, _) -> row.getInt(1))
                .list();
    }

    /// The latest windows of all versions, newest first.
    public List<ObservationWindow> latest(String pipeline, int limit) {
        return jdbc.sql(
                        """
                        select version, start_at, end_at, counts from observation_window
                        where pipeline = :pipeline order by end_at desc, version desc limit :limit
                        """)
                .param("pipeline", pipeline)
                .param("limit", limit)
                .query(ObservationWindows::window)
                .list();
    }

    private static ObservationWindow window(ResultSet row, int index) throws SQLException {
        return new ObservationWindow(
                row.getInt("version"),
                row.getObject("start_at", OffsetDateTime.class).toInstant(),
                row.getObject("end_at", OffsetDateTime.class).toInstant(),
                CountsCodec.decode(row.getBytes("counts")));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
