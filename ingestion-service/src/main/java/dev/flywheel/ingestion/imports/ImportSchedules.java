package dev.flywheel.ingestion.imports;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.imports.DatedPath;
import dev.flywheel.pipeline.imports.ImportSpec;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Imports by the clock, in UTC. When each is due next stands in the database, so that one of
/// several processes starts it, once.
///
/// What was due while no process ran is made up for: every day of a path with a day in it, and
/// otherwise the last time only.
@Component
class ImportSchedules {

    private static final Logger LOG = LoggerFactory.getLogger(ImportSchedules.class);

    private final Imports imports;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final List<Scheduled> scheduled = new ArrayList<>();

    /// @throws IllegalArgumentException if there is a schedule that no clock could follow
    ImportSchedules(Imports imports, Pipelines pipelines, JdbcClient jdbc, Clock clock) {
        this.imports = imports;
        this.jdbc = jdbc;
        this.clock = clock;
        for (Pipeline pipeline : pipelines.all()) {
            for (ImportSpec spec : pipeline.imports().values()) {
                String schedule = spec.schedule();
                if (schedule != null) {
                    scheduled.add(new Scheduled(pipeline, spec, schedule, cron(pipeline, spec)));
                }
            }
        }
    }

    /// Queues every import that is due.
    @Transactional
    public void startDue() {
        for (Scheduled each : scheduled) {
            due(each).ifPresent(at -> start(each, at));
        }
    }

    private void start(Scheduled each, Instant due) {
        LOG.info("Import {} of {} was due at {}", each.spec.name(), each.pipeline.name(), due);
        imports.start(each.pipeline, each.spec, due);
        String path = each.spec.path();
        Instant after = path != null && new DatedPath(path).isDated() ? due : clock.instant();
        jdbc.sql(
                        """
                        update import_schedule set next_at = :next
                        where pipeline = :pipeline and import_name = :name
                        """)
                .param("pipeline", each.pipeline.name())
                .param("name", each.spec.name())
                .param("next", Timestamp.from(each.next(after)))
                .update();
    }

    /// When it was due; empty if it is not, or if another process is just starting it.
    private Optional<Instant> due(Scheduled each) {
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        insert into import_schedule (pipeline, import_name, schedule, next_at)
                        values (:pipeline, :name, :schedule, :next)
                        on conflict (pipeline, import_name) do update
                        set schedule = excluded.schedule, next_at = excluded.next_at
                        where import_schedule.schedule <> excluded.schedule
                        """)
                .param("pipeline", each.pipeline.name())
                .param("name", each.spec.name())
                .param("schedule", each.schedule)
                .param("next", Timestamp.from(each.next(now)))
                .update();
        return jdbc.sql(
                        """
                        select next_at from import_schedule
                        where pipeline = :pipeline and import_name = :name and next_at <= :now
                        for update skip locked
                        """)
                .param("pipeline", each.pipeline.name())
                .param("name", each.spec.name())
                .param("now", Timestamp.from(now))
                .query((row, _) -> row.getTimestamp("next_at").toInstant())
                .optional();
    }

    private static CronExpression cron(Pipeline pipeline, ImportSpec spec) {
        try {
            // Spring's expressions begin with seconds.
            return CronExpression.parse("0 " + spec.schedule());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Pipeline %s: imports.%s.schedule: %s"
                            .formatted(pipeline.name(), spec.name(), e.getMessage()),
                    e);
        }
    }

    private record Scheduled(
            Pipeline pipeline, ImportSpec spec, String schedule, CronExpression cron) {

        /// Far away if there is no such time.
        Instant next(Instant after) {
            OffsetDateTime next = cron.next(after.atOffset(ZoneOffset.UTC));
            return next == null ? Instant.parse("9999-01-01T00:00:00Z") : next.toInstant();
        }
    }
}
