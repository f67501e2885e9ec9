package dev.flywheel.ingestion.quarantine;

import dev.flywheel.contracts.Quarantined;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which refused inputs were sent again with success, and when.
@Component
public class ReplayMarks {

    private final JdbcClient jdbc;
    private final Clock clock;

    ReplayMarks(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// When each of those ids was last replayed; ids that never were are missing.
    public Map<String, Instant> of(String pipeline, Collection<String> ids) {
        Map<String, Instant> marks = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql(
                            """
                            select event_id, replayed_at from quarantine_replay
                            where pipeline = :pipeline and event_id in (:ids)
                            """)
                    .param("pipeline", pipeline)
                    .param("ids", List.copyOf(ids))
                    .query(row -> {
                        marks.put(
                                row.getString("event_id"),
                                row.getTimestamp("replayed_at").toInstant());
                    });
        }
        return marks;
    }

    /// Whether an input was replayed after it was refused; what was refused again since wasn't.
    public static boolean covers(@Nullable Instant mark, Quarantined kept) {
        return mark != null && !mark.isBefore(kept.refusedAt());
    }

    /// Marks inputs as replayed now.
    public void mark(String pipeline, Collection<String> ids) {
        Timestamp now = Timestamp.from(clock.instant());
        for (String id : ids) {
            jdbc.sql(
                            """
                            insert into quarantine_replay (pipeline, event_id, replayed_at)
                            values (:pipeline, :id, :now)
                            on conflict (pipeline, event_id)
                            do update set replayed_at = excluded.replayed_at
                            """)
                    .param("pipeline", pipeline)
                    .param("id", id)
                    .param("now", now)
                    .update();
        }
    }
}
