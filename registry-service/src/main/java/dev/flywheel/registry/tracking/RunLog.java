package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The metrics, parameters and tags of runs, written in batches: a point is a line of a log, not an
/// entity.
///
/// Every statement takes its keys in order, so that two batches on one run wait for each other and
/// never deadlock.
@Component
class RunLog {

    private static final String ADD_POINT =
            """
            insert into metric (run_id, key, timestamp, step, value) values (?, ?, ?, ?, ?)
            on conflict do nothing
            """;
    private static final String RAISE_LATEST =
            """
            insert into latest_metric (run_id, key, timestamp, step, value) values (?, ?, ?, ?, ?)
            on conflict (run_id, key) do update
            set timestamp = excluded.timestamp, step = excluded.step, value = excluded.value
            where (excluded.step, excluded.timestamp, excluded.value)
                > (latest_metric.step, latest_metric.timestamp, latest_metric.value)
            """;
    private static final String ADD_PARAM =
            "insert into param (run_id, key, value) values (?, ?, ?) on conflict do nothing";
    private static final String SET_TAG =
            """
            insert into run_tag (run_id, key, value) values (?, ?, ?)
            on conflict (run_id, key) do update set value = excluded.value
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    RunLog(JdbcTemplate jdbc, JdbcClient client) {
        this.jdbc = jdbc;
        this.client = client;
    }

    void addMetrics(String runId, List<Metric> metrics) {
        List<Object[]> rows =
                metrics.stream()
                        .sorted(Comparator.comparing(Metric::key))
                        .map(m -> new Object[] {runId, m.key(), m.timestamp(), m.step(), m.value()})
                        .toList();
        jdbc.batchUpdate(ADD_POINT, rows);
        jdbc.batchUpdate(RAISE_LATEST, rows);
    }

    /// Adds parameters that are new, and refuses one that has another value.
    void addParams(String runId, List<Param> params) {
        jdbc.batchUpdate(
                ADD_PARAM,
                params.stream()
                        .sorted(Comparator.comparing(Param::key))
                        .map(p -> new Object[] {runId, p.key(), p.value()})
                        .toList());
        Map<String, Param> logged = new LinkedHashMap<>();
        data(runId).params().forEach(p -> logged.put(p.key(), p));
        for (Param param : params) {
            Param first = logged.getOrDefault(param.key(), param);
            if (!first.value().equals(param.value())) {
                throw new TrackingException.ParamChangedException(runId, first, param.value());
            }
        }
    }

    void setTags(String runId, List<Tag> tags) {
        jdbc.batchUpdate(
                SET_TAG,
                tags.stream()
                        .sorted(Comparator.comparing(Tag::key))
                        .map(t -> new Object[] {runId, t.key(), t.value()})
                        .toList());
    }

    /// What a run has logged.
    RunData data(String runId) {
        return of(data(List.of(runId)), runId);
    }

    /// The runs with what each has logged.
    List<LoggedRun> logged(List<Run> runs) {
        Map<String, RunData> data = data(runs.stream().map(Run::id).toList());
        return runs.stream().map(run -> new LoggedRun(run, of(data, run.id()))).toList();
    }

    private Map<String, RunData> data(Collection<String> runIds) {
        Map<String, RunData> data = new LinkedHashMap<>();
        runIds.forEach(id ->
                data.put(id, new RunData(new ArrayList<>(), new ArrayList<>(), new ArrayList<>())));
        forEach(
                "select run_id, key, value, timestamp, step from latest_metric where run_id = any(?) order by key",
                runIds,
                row ->
                        of(data, row.getString(1))
                                .metrics()
                                .add(
                                        new Metric(
                                                row.getString(2),
                                                row.getDouble(3),
                                                row.getLong(4),
                                                row.getLong(5))));
        forEach(
                "select run_id, key, value from param where run_id = any(?) order by key",
                runIds,
                row ->
                        of(data, row.getString(1))
                                .params()
                                .add(new Param(row.getString(2), row.getString(3))));
        forEach(
                "select run_id, key, value from run_tag where run_id = any(?) order by key",
                runIds,
                row ->
                        of(data, row.getString(1))
                                .tags()
                                .add(new Tag(row.getString(2), row.getString(3))));
        return data;
    }

    /// Every point of a metric, the oldest first.
    List<Metric> history(String runId, String key, long limit, long offset) {
        return client.sql(
                        """
                        select key, value, timestamp, step from metric where run_id = ? and key = ?
                        order by timestamp, step, value limit ? offset ?
                        """)
                .params(runId, key, limit, offset)
                .query((row, _) ->
                        new Metric(
                                row.getString(1), row.getDouble(2), row.getLong(3), row.getLong(4)))
                .list();
    }

    private void forEach(String sql, Collection<String> runIds, RowCallbackHandler row) {
        jdbc.query(sql, row, (Object) runIds.toArray(String[]::new));
    }

    private static RunData of(Map<String, RunData> data, String runId) {
        RunData found = data.get(runId);
        if (found == null) {
            throw new IllegalStateException("Nobody asked for run " + runId);
        }
        return found;
    }
}
