package dev.flywheel.registry.tracking;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Every point that runs have logged of a metric.
@Component
public class MetricHistory {

    private static final String POINTS =
            """
            select key, value, timestamp, step from metric where run_id = ? and key = ?
            order by timestamp, step, value limit ? offset ?
            """;
    private static final String STEPS =
            """
            select distinct step from metric
            where run_id = any(?) and key = ? and step between ? and ? order by step
            """;
    private static final String OUTERMOST =
            """
            select unnest(array[min(step), max(step)]) as step from metric
            where run_id = any(?) and key = ? and step between ? and ? group by run_id
            """;
    private static final String AT_STEPS =
            """
            select run_id, key, value, timestamp, step from metric
            where run_id = any(?) and key = ? and step = any(?)
            order by array_position(?, run_id), step, timestamp, value limit ?
            """;

    private final JdbcClient client;
    private final Tracking tracking;

    MetricHistory(JdbcClient client, Tracking tracking) {
        this.client = client;
        this.tracking = tracking;
    }

    /// A page of a metric's points, the oldest first; none for a metric that was never logged.
    @Transactional(readOnly = true)
    public List<Metric> points(String runId, String key, int limit, long offset) {
        tracking.find(runId);
        return client.sql(POINTS)
                .params(runId, key, limit, offset)
                .query((row, _) ->
                        new Metric(
                                row.getString(1), row.getDouble(2), row.getLong(3), row.getLong(4)))
                .list();
    }

    /// The points of some runs at the same steps, for a chart: about `steps` of them, evenly taken
    /// from all, and the first and last of each run.
    ///
    /// @param most the most points altogether
    @Transactional(readOnly = true)
    public List<RunPoint> sampled(
            Collection<String> runIds, String key, StepRange range, int steps, int most) {
        String[] ids = runIds.toArray(String[]::new);
        List<Long> all = steps(STEPS, ids, key, range);
        SortedSet<Long> sample = new TreeSet<>(steps(OUTERMOST, ids, key, range));
        int taken = Math.min(steps, all.size());
        for (int i = 0; i < taken; i++) {
            sample.add(all.get((int) ((long) i * all.size() / taken)));
        }
        return client.sql(AT_STEPS)
                .params(ids, key, sample.toArray(Long[]::new), ids, most)
                .query((row, _) ->
                        new RunPoint(
                                row.getString(1),
                                new Metric(
                                        row.getString(2),
                                        row.getDouble(3),
                                        row.getLong(4),
                                        row.getLong(5))))
                .list();
    }

    private List<Long> steps(String sql, String[] runIds, String key, StepRange range) {
        return client.sql(sql)
                .params(runIds, key, range.first(), range.last())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /// A point and the run that has logged it.
    public record RunPoint(String runId, Metric metric) {}

    /// The steps from the first to the last, both included.
    public record StepRange(long first, long last) {

        /// Every step.
        public static final StepRange ALL = new StepRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
